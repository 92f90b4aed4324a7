"""A finding in words, for the officer who has to decide what to leave out."""

from confide.policy.words import Phrase
from confide.statistics.control.tables import Figure
from confide.statistics.control.verdicts import Proof, Rule

SHOWN = 6


def explain(proof: Proof) -> list[Phrase]:
    """What is given away, and which few published figures do so; each a sentence to translate."""
    figures = proof.figures
    sentences = [_finding(proof), *(_told(figure) for figure in figures[:SHOWN])]
    if len(figures) > SHOWN:
        more = (("n", str(len(figures) - SHOWN)),)
        sentences.append(Phrase("And {n} more figures that belong to the same sums.", more))
    return sentences


def _finding(proof: Proof) -> Phrase:
    least, most = max(0, proof.least.value), proof.most.value
    values = (
        ("cell", proof.cell.label),
        ("group", proof.group.label if proof.group else ""),
        ("least", str(least)),
        ("most", str(most)),
    )
    if proof.rule is Rule.ATTRIBUTE:
        text = (
            "Everybody in “{group}”, and there is somebody, would be known to be in “{cell}”: "
            "these figures leave room for nobody else."
        )
    elif proof.rule is Rule.LAST:
        text = (
            "Were there {most} people in “{group}”, somebody who knows all but one of them could "
            "be certain that the last one is in “{cell}”, from these figures together:"
        )
    elif least == most:
        text = "“{cell}” would be known to be exactly {least}, from these figures together:"
    elif proof.rule is Rule.EXISTENCE:
        text = "“{cell}” would be known to be {least} to {most}, from these figures together:"
    else:
        text = (
            "“{cell}” would be known to be {least} to {most}. Whoever sent or knows some of them "
            "would learn of the rest, from these figures together:"
        )
    return Phrase(text, values)


def _told(figure: Figure) -> Phrase:
    values = (
        ("release", figure.release),
        ("table", figure.table),
        ("label", _place(figure)),
        ("told", str(figure.told)),
        ("low", str(figure.low)),
        ("high", "" if figure.high is None else str(figure.high)),
    )
    if figure.high is None:
        return Phrase("{release}, {table}: “{label}” says {low} or more.", values)
    if figure.low == figure.high:
        return Phrase("{release}, {table}: “{label}” says {low}.", values)
    if figure.told is None:
        return Phrase("{release}, {table}: “{label}” says {low} to {high}.", values)
    text = "{release}, {table}: “{label}” says {told}, which may be {low} to {high}."
    return Phrase(text, values)


def _place(figure: Figure) -> str:
    """Where it stands; what its table's name ends with, such as the time, is not said again."""
    words, _, last = figure.label.rpartition(", ")
    return words if words and figure.table.endswith(f", {last}") else figure.label
