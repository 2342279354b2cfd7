"""Writes testdata/*.json: what independent implementations answer, for our tests to compare with.

Run by `node adapter/forecast/reference/make.ts`, in an environment with the versions of requirements.txt.
Each file names the packages and versions that made it; where parameters of ours mean something else, the
conversion stands here, beside the call.
"""
import json
import math
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LinearRegression, Ridge
from statsforecast.models import ARIMA, RandomWalkWithDrift, SeasonalNaive, WindowAverage
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import ExponentialSmoothing, Holt, SimpleExpSmoothing
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.seasonal import seasonal_decompose
from utilsforecast import losses

warnings.simplefilter("ignore")
HORIZON = 12
PERIOD = 24
FOLDER = Path(sys.argv[1])


def save(name, packages, **content):
    """One line for each key, and the packages that made it."""
    kept = {"madeBy": {package: version(package) for package in packages}, **content}
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value, default=float)}" for key, value in kept.items())
    (FOLDER / f"{name}.json").write_text("{\n" + lines + "\n}\n")


def load(length=240):
    """Ten days of an hourly load: a day, a slow rise, correlated noise; the same numbers everywhere."""
    state, wander, out = 12345, 0.0, []
    for hour in range(length):
        state = (1103515245 * state + 12345) % 2**31
        wander = 0.7 * wander + (state / 2**31 - 0.5) * 12
        out.append(round(120 + 0.08 * hour + 35 * math.sin(2 * math.pi * hour / PERIOD) + wander, 4))
    return np.array(out)


def smoothing(y):
    # Without its day, or the best rate would be 1.
    steady = y[PERIOD:] - y[:-PERIOD] + 100
    given = SimpleExpSmoothing(steady, initialization_method="known", initial_level=steady[0])
    fixed = given.fit(smoothing_level=0.3, optimized=False)
    best = given.fit(optimized=True)
    save("simple-smoothing", ["statsmodels"], values=list(steady),
         given={"alpha": 0.3, "path": list(fixed.forecast(HORIZON))},
         fitted={"alpha": best.params["smoothing_level"], "squaredError": best.sse, "path": list(best.forecast(HORIZON))})

    # Ours begins with y(0) and y(1) - y(0) before it reads y(1).
    rates = {"alpha": 0.4, "beta": 0.15, "phi": 0.9}
    holt = Holt(y[1:], damped_trend=True, initialization_method="known", initial_level=y[0], initial_trend=y[1] - y[0])
    fixed = holt.fit(smoothing_level=0.4, smoothing_trend=0.15, damping_trend=0.9, optimized=False)
    best = holt.fit(optimized=True)
    save("damped-holt", ["statsmodels"],
         given={**rates, "path": list(fixed.forecast(HORIZON))},
         fitted={"squaredError": best.sse, "damping": best.params["damping_trend"], "path": list(best.forecast(HORIZON))})


def holt_winters(y):
    # Winters smooths the season against the new level, statsmodels against the old one: theirs is ours times 1 - alpha.
    level, slope = y[:PERIOD].mean(), (y[PERIOD:2 * PERIOD].mean() - y[:PERIOD].mean()) / PERIOD
    model = ExponentialSmoothing(y[PERIOD:], trend="add", seasonal="add", seasonal_periods=PERIOD, initialization_method="known",
                                 initial_level=level, initial_trend=slope, initial_seasonal=y[:PERIOD] - level)
    rates = {"alpha": 0.3, "beta": 0.05, "gamma": 0.2}
    fixed = model.fit(smoothing_level=0.3, smoothing_trend=0.05, smoothing_seasonal=0.2 * (1 - 0.3), optimized=False)
    best = model.fit(optimized=True)
    save("holt-winters", ["statsmodels"], period=PERIOD,
         given={**rates, "path": list(fixed.forecast(HORIZON))},
         fitted={"squaredError": best.sse, "path": list(best.forecast(HORIZON))})


def theta(y):
    model = ThetaModel(pd.Series(y), period=PERIOD, deseasonalize=True, use_test=False, method="additive")
    found = model.fit()
    save("theta", ["statsmodels"], period=PERIOD, alpha=found.params["alpha"], path=list(found.forecast(HORIZON)))


def naive(y):
    answers = {"seasonal-naive": SeasonalNaive(season_length=PERIOD), "drift": RandomWalkWithDrift(),
               "moving-average": WindowAverage(window_size=5)}
    save("naive", ["statsforecast"], period=PERIOD, width=5,
         paths={name: list(model.forecast(y=y, h=HORIZON)["mean"]) for name, model in answers.items()})


def lagged(y, lags, start):
    return np.column_stack([y[start - lag:len(y) - lag] for lag in lags]), y[start:]


def iterate(y, lags, model, scale):
    past = list(y)
    for _ in range(HORIZON):
        past.append(float(model.predict(np.array([[past[-lag] for lag in lags]]) / scale)[0]))
    return past[len(y):]


def autoregression(y):
    # Our ridge is a share of each diagonal entry of X'X; on columns of length one that is scikit-learn's alpha.
    lags = [1, 2, 3, 4, *range(22, 27), *range(46, 51)]
    x, target = lagged(y, lags, lags[-1])
    scale = np.sqrt((x ** 2).sum(axis=0))
    ridge = Ridge(alpha=1e-4, solver="cholesky").fit(x / scale, target)
    plain = [1, 2, 24]
    x, target = lagged(y, plain, 24)
    ordinary = LinearRegression().fit(x, target)
    save("autoregression", ["scikit-learn"], seasons=[PERIOD],
         ridge={"lags": lags, "path": iterate(y, lags, ridge, scale)},
         ordinary={"lags": plain, "path": iterate(y, plain, ordinary, np.ones(3))})


def features(y):
    row = lambda past: [len(past), len(past) % PERIOD, past[-1], past[-2]]
    fitted = LinearRegression().fit([row(y[:time]) for time in range(2, len(y))], y[2:])
    past = list(y)
    for _ in range(HORIZON):
        past.append(float(fitted.predict([row(past)])[0]))
    save("feature-regression", ["scikit-learn"], path=past[len(y):])


def direct(y):
    """One ridge for each lead on values less the newest one, no constant in the penalty."""
    lags, ridge = [2, 3, 4, 5], 1e-3
    same = [PERIOD, 2 * PERIOD]
    path = []
    for lead in range(1, HORIZON + 1):
        rows, target = [], []
        for origin in range(2 * PERIOD, len(y) - lead + 1):
            rows.append(direct_row(y, origin, lead, lags, same))
            target.append(y[origin + lead - 1] - y[origin - 1])
        x = np.array(rows)
        scale = np.sqrt((x ** 2).sum(axis=0))
        fitted = Ridge(alpha=ridge, solver="cholesky").fit(x / scale, target)
        now = np.array([direct_row(y, len(y), lead, lags, same)])
        path.append(float(fitted.predict(now / scale)[0]) + y[-1])
    save("direct-ridge", ["scikit-learn"], seasons=[PERIOD], path=path)


def direct_row(y, origin, lead, lags, same):
    base = y[origin - 1]
    return [*(y[origin - lag] - base for lag in lags), *(y[origin + lead - 1 - back] - base for back in same)]


def arima(y):
    """Coefficients by conditional least squares as R's arima has it; forecasts by an exact filter at these coefficients."""
    cases = []
    for order, seasonal in [((1, 0, 1), (0, 0, 0)), ((2, 1, 1), (0, 0, 0)), ((2, 0, 0), (0, 1, 1)), ((1, 0, 1), (1, 1, 0))]:
        with_mean = order[1] + seasonal[1] == 0
        found = ARIMA(order=order, season_length=PERIOD, seasonal_order=seasonal, include_mean=with_mean, method="CSS").fit(y).model_
        coefficients = dict(found["coef"])
        mean = coefficients.pop("intercept", 0.0)
        filtered = SARIMAX(y - mean, order=order, seasonal_order=(*seasonal, PERIOD)).filter([*coefficients.values(), found["sigma2"]])
        cases.append({"order": order, "seasonal": seasonal, "coefficients": coefficients, "mean": mean,
                      "variance": found["sigma2"], "path": list(filtered.forecast(HORIZON) + mean)})
    save("arima", ["statsforecast", "statsmodels"], period=PERIOD, cases=cases)


def conformal():
    generator = np.random.default_rng(7)
    scores = np.round(np.sort(generator.exponential(10, 57)), 4)
    asked = [0.1, 0.5, 0.8, 0.9, 0.95, 0.99]
    share = lambda p: min(1.0, math.ceil(p * (len(scores) + 1)) / len(scores))
    save("conformal", ["numpy"], scores=list(scores),
         quantiles=[{"probability": p, "value": np.quantile(scores, share(p), method="inverted_cdf")} for p in asked])


def backtest(y):
    history, actual = y[:-PERIOD], y[-PERIOD:]
    forecast = SeasonalNaive(season_length=PERIOD).forecast(y=history, h=PERIOD, level=[95])
    point, lower, upper = forecast["mean"] + 3, forecast["lo-95"] + 6, forecast["hi-95"] - 6
    frame = pd.DataFrame({"unique_id": 0, "ds": np.arange(PERIOD), "y": actual, "m": point, "m-lo-95": lower, "m-hi-95": upper})
    train = pd.DataFrame({"unique_id": 0, "ds": np.arange(-len(history), 0), "y": history})
    scale = np.abs(history[PERIOD:] - history[:-PERIOD]).mean()
    width = upper - lower + 40 * np.maximum(0, lower - actual) + 40 * np.maximum(0, actual - upper)
    one = lambda table: float(table["m"].iloc[0])
    save("backtest", ["utilsforecast", "statsmodels", "scipy"], history=list(history), actual=list(actual), point=list(point), lower=list(lower),
         upper=list(upper), period=PERIOD,
         scores={
             # theirs is a share of one, M4's a percentage of half the sum
             "smape": 200 * one(losses.smape(frame, ["m"])),
             "mae": one(losses.mae(frame, ["m"])),
             "mase": one(losses.mase(frame, ["m"], PERIOD, train)),
             "coverage": one(losses.coverage(frame, ["m"], 95)),
             "pinball": one(losses.quantile_loss(frame, {"m": "m"}, q=0.9)),
             "msis": width.mean() / scale,
         },
         naive2=list(naive2(history, PERIOD)), dieboldMariano=diebold_mariano(np.abs(actual - point), np.abs(actual - history[-1]), 3))


def naive2(history, period):
    season = seasonal_decompose(history, model="multiplicative", period=period).seasonal[:period]
    last = history[-1] / season[(len(history) - 1) % period]
    return [last * season[(len(history) + ahead) % period] for ahead in range(PERIOD)]


def diebold_mariano(first, second, ahead):
    """Bartlett weights and the correction of Harvey, Leybourne and Newbold, as dm.test of R's forecast with varestimator bartlett."""
    difference = first - second
    count = len(difference)
    centred = difference - difference.mean()
    variance = sum((1 if lag == 0 else 2 * (1 - lag / ahead)) * (centred[lag:] * centred[:count - lag]).sum() / count for lag in range(ahead))
    statistic = difference.mean() / math.sqrt(variance / count) * math.sqrt((count + 1 - 2 * ahead + ahead * (ahead - 1) / count) / count)
    return {"first": list(first), "second": list(second), "ahead": ahead, "statistic": statistic,
            "pValue": 2 * stats.t.sf(abs(statistic), count - 1)}


if __name__ == "__main__":
    y = load()
    save("load", ["numpy"], values=list(y))
    for make in (smoothing, holt_winters, theta, naive, autoregression, features, direct, arima, backtest):
        make(y)
    conformal()
