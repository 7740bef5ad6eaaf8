"""Lags: however they are split between measuring, verifying and paying, money falls due at the same time."""

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal


def starter(**lags):
    deal = sibmodel.read_deal("deal_templates/starter.yaml").model_dump()
    deal["plan"]["outcomes"]["in_work"] |= {key: value for key, value in lags.items() if key != "paid_after"}
    deal["terms"]["payments"]["jobs"]["paid_after"] = lags["paid_after"]
    return sibmodel.project(Deal.model_validate(deal))


@pytest.mark.parametrize(("measured", "verified", "paid"), [(6, 1, 2), (6, 0, 3), (7, 1, 1), (5, 4, 0), (9, 0, 0)])
def test_nine_months_are_nine_months_however_they_are_split(measured, verified, paid):
    now = starter(measured_after=measured, verified_after=verified, paid_after=paid)
    starts, due = now.row("programme.starts"), now.row("payments.jobs.due")
    assert due[3:] == pytest.approx(starts[:-3] * 0.5 * 8_000)  # three quarters later, half of them at 8,000


def test_a_reading_is_due_in_its_own_month():
    denver = sibmodel.project(sibmodel.read_deal("deal_templates/denver_supportive_housing.yaml"))
    paid = np.flatnonzero(denver.row("payments.housing.paid"))
    assert [denver.dates[instant].isoformat() for instant in paid] == [
        "2017-12-31",
        "2018-12-31",
        "2019-12-31",
        "2020-12-31",
        "2021-09-30",
    ]
