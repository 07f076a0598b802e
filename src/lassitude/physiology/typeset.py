"""Traced expressions as LaTeX, for pages that show equations as a paper would."""

from __future__ import annotations

from collections.abc import Mapping

from lassitude.engine.symbols import Symbol

_FUNCTIONS = {"exp": r"\exp", "ln": r"\ln", "max": r"\max", "min": r"\min", "cos": r"\cos", "Phi": r"\Phi"}
_RANK = {"+": 1, "-": 1, "*": 2, "/": 4, "^": 3}


def named(text: str) -> str:
    r"""Write a name: a dotted one, which is a number of the body, in italics, anything else upright.

    Examples
    --------
    >>> print(named("barrier.basal_closing"), named("il17"), named("a"))
    \mathit{barrier.basal\_closing} \mathrm{il17} a
    """
    if len(text) == 1:
        return text
    shape = "mathit" if "." in text else "mathrm"
    return rf"\{shape}{{{text.replace('_', chr(92) + '_').replace(' ', chr(92) + ' ')}}}"


def latex(symbol: Symbol) -> str:
    r"""Write an expression.

    Parameters
    ----------
    symbol : Symbol
        As traced, or taken apart.

    Examples
    --------
    >>> from lassitude.engine.symbols import name
    >>> print(latex((name("a") + 1) / (name("b") * name("il17"))))
    \frac{a + 1}{b \, \mathrm{il17}}
    """
    if symbol.operator == "name":
        return named(str(symbol.operands[0]))
    if symbol.operator == "number":
        return _number(symbol.operands[0])
    if symbol.operator == "sqrt":
        return rf"\sqrt{{{latex(symbol.operands[0])}}}"
    if symbol.operator not in _RANK:
        function = _FUNCTIONS.get(symbol.operator, rf"\operatorname{{{symbol.operator}}}")
        return rf"{function}\left({', '.join(latex(one) for one in symbol.operands)}\right)"
    return _arithmetic(symbol)


def _arithmetic(symbol: Symbol) -> str:
    left, right = symbol.operands
    if symbol.operator == "/":
        return rf"\frac{{{latex(left)}}}{{{latex(right)}}}"
    if symbol.operator == "^":
        return f"{_bracketed(left, 5)}^{{{latex(right)}}}"
    if symbol.operator == "*":
        return rf"{_bracketed(left, 2)} \, {_bracketed(right, 2)}"
    if symbol.operator == "-" and left.operator == "number" and left.operands[0] == 0.0:
        return f"-{_bracketed(right, 2)}"
    return f"{latex(left)} {symbol.operator} {_bracketed(right, 2 if symbol.operator == '-' else 1)}"


def _bracketed(symbol: Symbol, rank: int) -> str:
    told = latex(symbol)
    return rf"\left({told}\right)" if _RANK.get(symbol.operator, 9) < rank else told


def _number(value: float) -> str:
    told = f"{value:.6g}"
    if "e" not in told:
        return told
    mantissa, exponent = told.split("e")
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else rf"{mantissa} \times {power}"


def where(parts: Mapping[str, Symbol]) -> list[str]:
    """Write what the letters of an expression stand for, one equation a letter.

    Examples
    --------
    >>> from lassitude.engine.symbols import name
    >>> where({"a": name("b") + 1})
    ['a = b + 1']
    """
    return [f"{letter} = {latex(part)}" for letter, part in parts.items()]
