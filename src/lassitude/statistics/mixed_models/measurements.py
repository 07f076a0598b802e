"""What a mixed model is fitted to: outcomes and regressors of people at visits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Measurements:
    """Repeated outcomes with their regressors.

    Attributes
    ----------
    outcome : array of float64 [replicate, subject, visit]
        NaN is missing.
    regressors : array of float64 [replicate, subject, visit, regressor]
        The model matrix, intercept included; a row with NaN is not used.
    group : array of int64 [replicate, subject], optional
        Group, from 0, whose covariance a person has; None for one covariance of all.
    weight : array of float64 [replicate, subject, visit], optional
        The variance of a row is divided by it; above 0.
    place : array of float64 [replicate, subject, visit, coordinate], optional
        Where each visit lies, for spatial structures; None for visits one apart.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a used value is infinite.

    Examples
    --------
    >>> int(Measurements(np.zeros((1, 5, 2)), np.ones((1, 5, 2, 1))).used.sum())
    10
    """

    outcome: Array
    regressors: Array
    group: NDArray[np.int64] | None = None
    weight: Array | None = None
    place: Array | None = None

    def __post_init__(self) -> None:
        """Refuse shapes that do not fit."""
        shape = self.outcome.shape
        if len(shape) != 3 or self.regressors.shape[:3] != shape:
            raise ValueError(f"outcome has shape {shape} and regressors {self.regressors.shape}.")
        for name, array, wanted in (
            ("group", self.group, shape[:2]),
            ("weight", self.weight, shape),
            ("place", self.place, (*shape, *(() if self.place is None else self.place.shape[3:]))),
        ):
            if array is not None and array.shape != wanted:
                raise ValueError(f"{name} has shape {array.shape}, expected {wanted}.")
        if np.isinf(self.outcome).any() or np.isinf(self.regressors).any():
            raise ValueError("outcome and regressors must be finite or NaN.")

    @property
    def used(self) -> NDArray[np.bool_]:
        """Which rows are used, array [replicate, subject, visit]."""
        return np.isfinite(self.outcome) & np.isfinite(self.regressors).all(axis=3)

    @property
    def groups(self) -> int:
        """Number of groups with a covariance of their own."""
        return 1 if self.group is None else int(self.group.max(initial=0)) + 1

    def take(self, replicates: NDArray[np.int64] | slice) -> Measurements:
        """Keep some replicates."""
        return Measurements(
            self.outcome[replicates],
            self.regressors[replicates],
            None if self.group is None else self.group[replicates],
            None if self.weight is None else self.weight[replicates],
            None if self.place is None else self.place[replicates],
        )


@dataclass(frozen=True, eq=False)
class Scaled:
    """Measurements made ready for arithmetic: weighted, regressors of unit size, outcome less its rough fit.

    Attributes
    ----------
    rows : array of float64 [replicate, subject, visit, regressor + 1]
        Scaled regressors, then what is left of the outcome; 0 where not used.
    used : array of bool [replicate, subject, visit]
        Which rows are used.
    group : array of int64 [replicate, subject]
        Group of each person.
    distance : array of float64 [replicate, subject, visit, visit], optional
        Between visits of a person; None for visits one apart.
    size : array of float64 [replicate, regressor]
        What regressors were divided by.
    rough : array of float64 [replicate, regressor]
        Least squares coefficients of scaled regressors, already taken off the outcome.
    own_places : bool
        Whether distances differ between people.
    log_weight : array of float64 [replicate]
        Sum of the logarithms of the weights of used rows.
    full_rank : array of bool [replicate]
        Whether the regressors of used rows are linearly independent.
    """

    rows: Array
    used: NDArray[np.bool_]
    group: NDArray[np.int64]
    distance: Array | None
    size: Array
    rough: Array
    own_places: bool
    log_weight: Array
    full_rank: NDArray[np.bool_]


def scaled(data: Measurements) -> Scaled:
    """Weight, scale and center measurements so that sums of products lose no digits.

    Parameters
    ----------
    data : Measurements
        Any number of replicates.

    Returns
    -------
    Scaled
        The rough coefficients are 0 where regressors are not independent.

    Examples
    --------
    >>> made = scaled(Measurements(np.array([[[1.0, 3.0]]]), np.ones((1, 1, 2, 1))))
    >>> made.rough, made.rows[0, 0, :, 1]
    (array([[2.]]), array([-1.,  1.]))
    """
    used = data.used
    weight = np.ones_like(data.outcome) if data.weight is None else data.weight
    root = np.where(used, np.sqrt(np.where(used, weight, 1.0)), 0.0)
    x = np.where(used[..., None], data.regressors, 0.0) * root[..., None]
    y = np.where(used, data.outcome, 0.0) * root
    size = np.sqrt(np.einsum("rntq,rntq->rq", x, x) / np.maximum(used.sum(axis=(1, 2)), 1)[:, None])
    size = np.where(size > 0, size, 1.0)
    x = x / size[:, None, None, :]
    flat = x.reshape(x.shape[0], -1, x.shape[3])
    moments = np.swapaxes(flat, 1, 2) @ flat
    full_rank, rough = _least_squares(moments, np.swapaxes(flat, 1, 2) @ y.reshape(y.shape[0], -1, 1))
    left = np.where(used, y - np.einsum("rntq,rq->rnt", x, rough), 0.0)
    distance = None if data.place is None else _distance(data.place)
    logs = np.where(used, np.log(np.where(used, weight, 1.0)), 0.0).sum(axis=(1, 2))
    return Scaled(
        rows=np.concatenate([x, left[..., None]], axis=3),
        used=used,
        group=np.zeros(used.shape[:2], dtype=np.int64) if data.group is None else data.group,
        distance=distance,
        size=size,
        rough=rough,
        own_places=distance is not None and bool((distance != distance[:1, :1]).any()),
        log_weight=logs,
        full_rank=full_rank,
    )


def _least_squares(moments: Array, products: Array) -> tuple[NDArray[np.bool_], Array]:
    lowest = np.linalg.eigvalsh(moments)
    independent = lowest[:, 0] > 1e-11 * np.maximum(lowest[:, -1], 1e-300)
    safe = np.where(independent[:, None, None], moments, np.eye(moments.shape[-1]))
    rough = np.linalg.solve(safe, products)[..., 0]
    return independent, np.where(independent[:, None], rough, 0.0)


def _distance(place: Array) -> Array:
    apart = place[:, :, :, None, :] - place[:, :, None, :, :]
    return np.nan_to_num(np.sqrt((apart**2).sum(axis=-1)))
