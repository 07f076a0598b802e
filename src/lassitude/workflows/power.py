"""``power``: how often trials of each size would find what the model supposes, and what changes that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from lassitude.quantities.errors import RequestError
from lassitude.runs.folder import RunFolder, run_folder
from lassitude.runs.manifest import RunIdentity, Setting
from lassitude.runs.pool import Progress, no_progress
from lassitude.workflows.evidence import evidence_beside
from lassitude.workflows.finished import RESULTS, FinishedRun, read_run
from lassitude.workflows.known_names import check_names
from lassitude.workflows.parameters import parameter_inputs, parameters_named
from lassitude.workflows.plans import WrittenPlan, read_plan
from lassitude.workflows.run_files import PROTOCOL, place_for, text_sha256

if TYPE_CHECKING:
    from lassitude.prediction.power.pipeline import PowerRequest
    from lassitude.prediction.power.variants import Variant

Effort: TypeAlias = Literal["full", "quick"]

TRIALS, QUICK_TRIALS, MOST_TRIALS = 2000, 200, 100_000
SEEDS = 2**64
MOST_SIZES, FEWEST_PEOPLE = 60, 4
MOMENTS = "moments.toml"


@dataclass(frozen=True)
class _Asked:
    """Everything but the protocol that decides the numbers."""

    sizes: tuple[int, ...]
    trials: int
    seed: int
    arm: str | None
    vary: tuple[str, ...]
    effort: Effort
    parameters: str

    @property
    def settings(self) -> dict[str, Setting]:
        return {
            "n": ",".join(map(str, self.sizes)),
            "trials": self.trials,
            "seed": self.seed,
            "arm": self.arm,
            "vary": " ".join(self.vary),
            "effort": self.effort,
            "parameters": self.parameters,
        }


def power(
    study: str | Path,
    *,
    n: str | int | Sequence[int],
    trials: int | None = None,
    seed: int | None = None,
    arm: str | None = None,
    vary: Sequence[str] = (),
    from_moments: str | Path | None = None,
    effort: Effort = "full",
    parameters: str | None = None,
    out: Path | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> FinishedRun:
    """Simulate trials of several sizes, analyze each by the study's own plan, and count what they find.

    Parameters
    ----------
    study : str or Path
        Name of a shipped study, or path of a protocol with a comparator arm.
    n : str, int or sequence of int
        People randomized: ``"40:240:20"``, ``"60,120"``, or numbers.
    trials : int, optional
        Trials of each size, 2000.
    seed : int, optional
        In place of the protocol's.
    arm : str, optional
        Which arm is compared; the first that is no comparator otherwise.
    vary : sequence of str
        ``key=a,b``: keys of the protocol and the values they take in turn.
    from_moments : str or Path, optional
        File of a pilot's moments, whose curve is shown beside.
    effort : {"full", "quick"}
        Quick draws 200 trials, unless told otherwise, and nothing from priors.
    parameters : str, optional
        A shipped parameter set, ``declared``, or the folder of a set; the newest shipped set otherwise.
    out : Path, optional
        Folder of the run: absent, empty, or the same run, which is then resumed.
    workers : int
        Processes; they change no byte of the results.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    FinishedRun
        Its results are of kind ``power``.

    Raises
    ------
    RequestError
        If the request is wrong; then nothing is left behind.
    Interrupted
        At Ctrl-C; finished blocks are kept, and the same call resumes.

    Examples
    --------
    >>> power("triumphant-ms", n="240:40:20")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: --n 240:40:20: write first:last:step with first <= last...
    """
    plan, own = read_plan(study), evidence_beside(study)
    drawn = TRIALS if effort == "full" else QUICK_TRIALS
    chosen = parameters_named(parameters)
    asked = _Asked(
        sizes_of(n),
        drawn if trials is None else trials,
        plan.protocol.simulation.seed if seed is None else seed,
        arm,
        tuple(vary),
        effort,
        chosen.name,
    )
    with own.in_use():
        _check(asked, plan)
    moments = None if from_moments is None else _read(from_moments)
    request = replace(_request(plan, asked, moments, str(from_moments)), parameters=chosen)
    inputs = {PROTOCOL: text_sha256(plan.text), **parameter_inputs(chosen), **own.inputs}
    inputs |= {} if moments is None else {MOMENTS: text_sha256(moments)}
    identity = RunIdentity("power", inputs, asked.settings)
    place = out or place_for(f"{plan.protocol.id}-power-{asked.seed}", identity)
    with run_folder(place, identity) as folder, own.in_use():
        if not folder.complete:
            own.keep(folder)
            _fill(folder, plan, request, moments, workers, progress)
    return read_run(place)


def sizes_of(n: str | int | Sequence[int]) -> tuple[int, ...]:
    """Read how many people are randomized.

    Parameters
    ----------
    n : str, int or sequence of int
        ``first:last:step``, numbers with commas between them, or numbers.

    Returns
    -------
    tuple of int
        Rising, each once.

    Raises
    ------
    RequestError
        If it is anything else, too few people, or too many sizes.

    Examples
    --------
    >>> sizes_of("40:100:20"), sizes_of("60,30"), sizes_of(80)
    ((40, 60, 80, 100), (30, 60), (80,))
    """
    told = n if isinstance(n, str) else f"{n}" if isinstance(n, int) else ",".join(map(str, n))
    found = _range(told) if ":" in told else _list(told)
    if not found or found[0] < FEWEST_PEOPLE or len(found) > MOST_SIZES:
        raise RequestError(
            f"--n {told}: ask for 1 to {MOST_SIZES} sizes of {FEWEST_PEOPLE} people or more; "
            f"found {len(found)} from {found[0] if found else 0}."
        )
    return found


def _range(told: str) -> tuple[int, ...]:
    parts = [part.strip() for part in told.split(":")]
    numbers = [int(part) for part in parts if part.isdecimal()]
    if len(numbers) != len(parts) or len(parts) != 3 or numbers[2] < 1 or numbers[0] > numbers[1]:
        raise RequestError(f"--n {told}: write first:last:step with first <= last, such as 40:240:20.")
    first, last, step = numbers
    return tuple(range(first, last + 1, step))


def _list(told: str) -> tuple[int, ...]:
    parts = [part.strip() for part in told.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise RequestError(f"--n {told}: write whole numbers, such as 40:240:20 or 60,120.")
    return tuple(sorted({int(part) for part in parts}))


def _check(asked: _Asked, plan: WrittenPlan) -> None:
    if not 1 <= asked.trials <= MOST_TRIALS:
        raise RequestError(f"{asked.trials} trials cannot be drawn; ask for 1 to {MOST_TRIALS}.")
    if not 0 <= asked.seed < SEEDS:
        raise RequestError(f"{asked.seed} cannot be a seed; take a whole number from 0 to {SEEDS - 1}.")
    check_names(plan)


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RequestError(
            f"{path} cannot be read as moments: {(error.strerror or 'unreadable').lower()}. docs/power.md "
            "shows such a file."
        ) from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error


def _request(plan: WrittenPlan, asked: _Asked, moments: str | None, moments_from: str) -> PowerRequest:
    from lassitude.prediction.power.moments import moments_for, read_moments
    from lassitude.prediction.power.pipeline import PowerRequest
    from lassitude.prediction.power.question import question

    comparison = question(plan.protocol, asked.arm)
    pilot = None if moments is None else read_moments(moments, moments_from)
    if pilot is not None:
        moments_for(comparison, pilot, moments_from)
    return PowerRequest(
        plan.protocol,
        asked.sizes,
        asked.trials,
        asked.seed,
        asked.arm,
        _variants(plan, asked),
        pilot,
        moments_from,
        priors=asked.effort == "full",
    )


def _variants(plan: WrittenPlan, asked: _Asked) -> tuple[Variant, ...]:
    from lassitude.prediction.power.variants import variants

    found = variants(plan.text, asked.vary, plan.where)
    for one in found:
        check_names(WrittenPlan("", f"--vary {one.name}", one.protocol))
    return found


def _fill(
    folder: RunFolder,
    plan: WrittenPlan,
    request: PowerRequest,
    moments: str | None,
    workers: int,
    progress: Progress,
) -> None:
    from lassitude.prediction.applicability import fitted_in
    from lassitude.prediction.credibility import with_credibility
    from lassitude.prediction.power.pipeline import find_power
    from lassitude.report import write_report
    from lassitude.results import from_json, to_json

    folder.write(PROTOCOL, plan.text.encode())
    if moments is not None:
        folder.write(MOMENTS, moments.encode())
    results = find_power(request, workers=workers, folder=folder.blocks, progress=progress)
    written = to_json(with_credibility(results, plan.protocol, fitted_in(request.parameters)))
    folder.write(RESULTS, written)
    # Read back, so that rendering again from the file gives the same page to the last digit.
    write_report(from_json(written), folder.path)
    folder.finish()
