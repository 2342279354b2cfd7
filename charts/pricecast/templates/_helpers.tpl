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

{{/* Every metric API that the adapter can answer. */}}
{{- define "pricecast.metricApis" -}}
v1beta2.custom.metrics.k8s.io,v1beta1.custom.metrics.k8s.io,v1beta1.external.metrics.k8s.io,v1alpha1.explain.pricecast.dev
{{- end }}

{{/* Those that belong to nobody else: they do not exist, or this release made them and they still lead to its adapter. */}}
{{- define "pricecast.ownMetricApis" -}}
{{- $own := list }}
{{- range $name := include "pricecast.metricApis" . | splitList "," }}
{{- $found := lookup "apiregistration.k8s.io/v1" "APIService" "" $name | default dict }}
{{- $release := dig "metadata" "annotations" "meta.helm.sh/release-name" "" $found }}
{{- $service := dig "spec" "service" (dict) $found }}
{{- $leadsHere := and (eq (get $service "name") "pricecast-adapter") (eq (get $service "namespace") $.Release.Namespace) }}
{{- if or (not $found) (and (eq $release $.Release.Name) $leadsHere) }}
{{- $own = append $own $name }}
{{- end }}
{{- end }}
{{- join "," $own }}
{{- end }}

{{- /*
Helm deletes what its last revision made and the next one leaves out, whoever has made it anew since. The Service
of the adapter says what the last revision made; one that does not say may have made them all.
*/}}
{{- define "pricecast.refuseToDeleteForeignMetricApis" -}}
{{- $own := include "pricecast.ownMetricApis" . | splitList "," | compact }}
{{- $service := lookup "v1" "Service" .Release.Namespace "pricecast-adapter" }}
{{- $madeBefore := dig "metadata" "annotations" "pricecast.dev/metric-apis" (include "pricecast.metricApis" .) ($service | default dict) | splitList "," }}
{{- range $name := include "pricecast.metricApis" . | splitList "," }}
{{- if and $service (has $name $madeBefore) (not (has $name $own)) }}
{{- $found := lookup "apiregistration.k8s.io/v1" "APIService" "" $name }}
{{- if ne (dig "metadata" "annotations" "helm.sh/resource-policy" "" $found) "keep" }}
{{- fail (printf "APIService %s is not ours any more, and Helm would delete it as a leftover of this release. Run: kubectl annotate apiservice %s helm.sh/resource-policy=keep" $name $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
