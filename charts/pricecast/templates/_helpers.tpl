{{/* Name of the release's objects: the release, with "pricecast" in it. */}}
{{- define "pricecast.fullname" -}}
{{- if contains "pricecast" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-pricecast" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Name of the operator's objects. */}}
{{- define "pricecast.operator" -}}
{{- include "pricecast.fullname" . }}-operator
{{- end }}

{{/* Labels that tell the operator's pods from all others, those of pipelines included. */}}
{{- define "pricecast.selectorLabels" -}}
app.kubernetes.io/name: pricecast
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "pricecast.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{ include "pricecast.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "pricecast.tag" -}}
{{- .Values.image.tag | default .Chart.AppVersion -}}
{{- end }}

{{/* The adapter's objects bear one name in every release: a cluster has one custom metric API. */}}
{{- define "pricecast.adapter.selectorLabels" -}}
app.kubernetes.io/name: pricecast
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: adapter
{{- end }}

{{- define "pricecast.adapter.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{ include "pricecast.adapter.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
