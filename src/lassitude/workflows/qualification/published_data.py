"""Small data sets that the reference results of the qualification rest on, most of them published."""

from __future__ import annotations

import numpy as np

# Cushny and Peebles 1905, in Student, Biometrika 1908;6:1-25: hours of sleep gained, ten patients.
SLEEP_FIRST = np.array([[0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]])
SLEEP_SECOND = np.array([[1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]])

# Hollander and Wolfe, Nonparametric Statistical Methods, 1973, 29: a depression factor before and after.
DEPRESSION_BEFORE = np.array([[1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]])
DEPRESSION_AFTER = np.array([[0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]])

# Snedecor and Cochran, Statistical Methods, 6th ed. 1967, 422: leprosy bacilli before and after drugs A, D
# and F.
BACILLI_BEFORE = np.array(
    [[11, 8, 5, 14, 19, 6, 10, 6, 11, 3, 6, 6, 7, 8, 18, 8, 19, 8, 5, 15,
      16, 13, 11, 9, 21, 16, 12, 12, 7, 12]],
    dtype=np.float64,
)  # fmt: skip
BACILLI_AFTER = np.array(
    [[6, 0, 2, 8, 11, 4, 13, 1, 8, 0, 0, 2, 3, 1, 18, 4, 14, 9, 1, 9, 13, 10, 18, 5, 23, 12, 5, 16, 1, 20]],
    dtype=np.float64,
)
DRUG = np.repeat(np.arange(3), 10)[None]

# Maxwell and Delaney, Designing Experiments and Analyzing Data, table 12.1: reaction times of ten people,
# noise absent and present, at angles 0, 4 and 8 degrees.
REACTION_TIMES = np.array(
    [
        [420, 420, 480, 480, 600, 780],
        [420, 480, 480, 360, 480, 600],
        [480, 480, 540, 660, 780, 780],
        [420, 540, 540, 480, 780, 900],
        [540, 660, 540, 480, 660, 720],
        [360, 420, 360, 360, 480, 540],
        [480, 480, 600, 540, 720, 840],
        [480, 600, 660, 540, 720, 900],
        [540, 600, 540, 480, 720, 780],
        [480, 420, 540, 540, 660, 780],
    ],
    dtype=np.float64,
)[None]

# Potthoff and Roy, Biometrika 1964;51:313-326: a distance in the skull at ages 8, 10, 12 and 14, in 16 boys
# and 11 girls.
DENTAL = np.array(
    [
        [26.0, 25.0, 29.0, 31.0], [21.5, 22.5, 23.0, 26.5], [23.0, 22.5, 24.0, 27.5],
        [25.5, 27.5, 26.5, 27.0], [20.0, 23.5, 22.5, 26.0], [24.5, 25.5, 27.0, 28.5],
        [22.0, 22.0, 24.5, 26.5], [24.0, 21.5, 24.5, 25.5], [23.0, 20.5, 31.0, 26.0],
        [27.5, 28.0, 31.0, 31.5], [23.0, 23.0, 23.5, 25.0], [21.5, 23.5, 24.0, 28.0],
        [17.0, 24.5, 26.0, 29.5], [22.5, 25.5, 25.5, 26.0], [23.0, 24.5, 26.0, 30.0],
        [22.0, 21.5, 23.5, 25.0], [21.0, 20.0, 21.5, 23.0], [21.0, 21.5, 24.0, 25.5],
        [20.5, 24.0, 24.5, 26.0], [23.5, 24.5, 25.0, 26.5], [21.5, 23.0, 22.5, 23.5],
        [20.0, 21.0, 21.0, 22.5], [21.5, 22.5, 23.0, 25.0], [23.0, 23.0, 23.5, 24.0],
        [20.0, 21.0, 22.0, 21.5], [16.5, 19.0, 19.0, 19.5], [24.5, 25.0, 28.0, 28.0],
    ]
)[None]  # fmt: skip
BOYS, GIRLS = 16, 11

# The same with 14 of the 108 values taken away: ages 12 and 14 of every fifth child, age 14 of every seventh
# from the third on, age 10 of the second.
_CHILD, _AGE = np.arange(1, BOYS + GIRLS + 1)[:, None], np.array([8, 10, 12, 14])
_LOST = (
    ((_CHILD % 5 == 0) & (_AGE >= 12)) | ((_CHILD % 7 == 3) & (_AGE == 14)) | ((_CHILD == 2) & (_AGE == 10))
)
DENTAL_INCOMPLETE = np.where(_LOST, np.nan, DENTAL)

# Made for this check: scores of eight people in four periods, two of them missing.
CROSSOVER = np.array(
    [
        [31, 28, 25, 30], [44, 47, np.nan, 41], [22, 20, 26, 19], [37, 35, 33, 40],
        [28, np.nan, 29, 21], [51, 46, 44, 49], [19, 23, 17, 20], [33, 30, 36, 28],
    ]
)[None]  # fmt: skip
CROSSOVER_GIVEN = np.tile(np.array([[1, 0, 2, 3], [0, 3, 1, 2], [2, 1, 3, 0], [3, 2, 0, 1]]), (2, 1))[None]

# Freireich et al., Blood 1963;21:699-716: weeks of remission, 21 children on 6-mercaptopurine, 21 on placebo.
REMISSION = np.array(
    [[6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35,
      1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]], dtype=np.float64,
)  # fmt: skip
RELAPSED = np.array([[True] * 9 + [False] * 12 + [True] * 21])
MERCAPTOPURINE = np.array([[True] * 21 + [False] * 21])

# Tippett 1950, in Tukey, Exploratory Data Analysis, 1977: breaks of yarn at low (18) and high tension (18).
BREAKS = np.array(
    [[26, 30, 54, 25, 70, 52, 51, 26, 67, 27, 14, 29, 19, 29, 31, 41, 20, 44,
      36, 21, 24, 18, 10, 43, 28, 15, 26, 20, 21, 24, 17, 13, 15, 15, 16, 28]], dtype=np.float64,
)  # fmt: skip
HIGH_TENSION = np.array([[False] * 18 + [True] * 18])

# Made for these checks: an assay whose limit is 2.5 in two groups of eight, and two measures of four people
# at four visits, one rising as the other falls.
ASSAY = np.array([[2.5, 4.1, 4.2, 4.3, 2.5, 4.5, 6.1, 2.5, 5.2, 7.3, 8.8, 2.5, 6.6, 9.1, 5.9, 8.3]])
ASSAY_BELOW = np.equal(ASSAY, 2.5)
ASSAY_SECOND = np.array([[False] * 8 + [True] * 8])
RISING = np.array([[[1.0, 2, 3, 4], [2, 3, 5, 6], [1, 1, 2, 4], [3, 5, 6, 8]]])
FALLING = np.array([[[9.0, 7, 6, 5], [8, 8, 5, 4], [10, 9, 9, 7], [7, 6, 4, 3]]])
