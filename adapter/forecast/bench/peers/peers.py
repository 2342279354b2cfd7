"""Answers one forecast a line with the method named by the first argument; see job.ts for the lines.

The first line of output says which version answers.
"""
import json
import logging
import resource
import sys
import time
import warnings
from importlib.metadata import version

import numpy as np

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


def statsforecast(make):
    def forecast(job):
        level = round(100 * job["level"])
        found = make(job["seasons"]).forecast(y=np.array(job["values"], dtype=float), h=job["horizon"], level=[level])
        answer = {"point": found["mean"].tolist()}
        if f"lo-{level}" in found:
            answer |= {"lower": found[f"lo-{level}"].tolist(), "upper": found[f"hi-{level}"].tolist()}
        return answer

    return "statsforecast", forecast


def auto_ets():
    from statsforecast.models import AutoETS

    return statsforecast(lambda seasons: AutoETS(season_length=seasons[0]))


def auto_arima():
    from statsforecast.models import AutoARIMA

    return statsforecast(lambda seasons: AutoARIMA(season_length=seasons[0]))


def mstl():
    from statsforecast.models import MSTL

    return statsforecast(lambda seasons: MSTL(season_length=list(seasons)))


def dynamic_optimized_theta():
    from statsforecast.models import DynamicOptimizedTheta

    return statsforecast(lambda seasons: DynamicOptimizedTheta(season_length=seasons[0]))


def prophet():
    import pandas as pd
    from prophet import Prophet

    def forecast(job):
        times = pd.date_range("2026-01-05", periods=len(job["values"]) + job["horizon"], freq="h")
        model = Prophet(interval_width=job["level"], daily_seasonality=True, weekly_seasonality=True, yearly_seasonality=False)
        model.fit(pd.DataFrame({"ds": times[: len(job["values"])], "y": job["values"]}))
        found = model.predict(pd.DataFrame({"ds": times[len(job["values"]) :]}))
        return {"point": found["yhat"].tolist(), "lower": found["yhat_lower"].tolist(), "upper": found["yhat_upper"].tolist()}

    return "prophet", forecast


METHODS = {
    "AutoETS": auto_ets,
    "AutoARIMA": auto_arima,
    "MSTL": mstl,
    "DynamicOptimizedTheta": dynamic_optimized_theta,
    "Prophet": prophet,
}


def cpu_seconds():
    """Of this process and of the programs that it ran and waited for."""
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def main():
    package, forecast = METHODS[sys.argv[1]]()
    print(json.dumps({"version": f"{package} {version(package)}"}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        before = cpu_seconds()
        try:
            answer = {"path": forecast(job)}
            json.dumps(answer, allow_nan=False)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        spent = 1000 * (cpu_seconds() - before)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(json.dumps({"id": job["id"], **answer, "cpuMs": spent, "peakKiB": peak}), flush=True)


if __name__ == "__main__":
    main()
