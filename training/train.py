"""Train one pipeline from the treebank files, finish it with the lexicon and rules, score it, write it.

python -m training.train fr --treebanks ../shared/data/parsing [-o FOLDER] [--steps N] [--gpu ID]
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language

from detente.parse.components import Conditional, Lexicon
from training import inflect, lexicon, tokenizers
from training.evaluate import score
from training.prepare import build, files, plan_of, sentences

HERE = Path(__file__).parent
LANGUAGES = HERE.parent / "src/detente/languages"
TOKENIZERS = {"fr": tokenizers.french, "en": tokenizers.english}


def train(plan: dict[str, Any], treebanks: Path, work: Path, steps: int, gpu: int) -> Path:
    """Write training documents and run spaCy's training; returns the folder of the best model."""
    language = plan["language"]
    blank = TOKENIZERS[language](spacy.blank(language))
    for part in ("train", "dev"):
        build(blank, part, treebanks, plan).to_disk(work / f"{part}.spacy")
    overrides = {
        "nlp.lang": language,
        "initialize.before_init.@callbacks": f"detente.tokenizer.{language}",
        "paths.train": str(work / "train.spacy"),
        "paths.dev": str(work / "dev.spacy"),
        "training.max_steps": steps,
    }
    spacy_train(HERE / "config.cfg", work / "out", use_gpu=gpu, overrides=overrides)
    return work / "out/model-best"


def finish(nlp: Language, plan: dict[str, Any], treebanks: Path) -> Language:
    """Add the lexicon and, where the plan has one, the conditional rule."""
    tokens = [tokens for _, tokens in sentences(plan["train"], treebanks, plan)]
    table = lexicon.lemmas(tokens, files(plan["lexicon"], treebanks))
    component = nlp.add_pipe("detente_lexicon")
    assert isinstance(component, Lexicon)
    component.lemmas = table = inflect.extend(plan["language"], table, LANGUAGES / plan["language"])
    if "conditional" in plan:
        rule = nlp.add_pipe("detente_conditional")
        assert isinstance(rule, Conditional)
        rule.__init__(plan["conditional"]["endings"], inflect.stems(table, plan))
    return nlp


def write(nlp: Language, plan: dict[str, Any], treebanks: Path, folder: Path) -> None:
    """Replace `folder` by the pipeline, with its figures and its licences beside it."""
    figures = {path.stem: score(nlp, path, plan) for path in files(plan["test"], treebanks)}
    shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(folder)
    (folder / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    licences = "\n".join(f"- {line}" for line in plan["licences"])
    (folder / "LICENCE.md").write_text(
        "# Licence of this pipeline\n\nIts weights were estimated from the treebanks below and carry their licences; "
        f"the code that made it (training/) is Apache-2.0.\n\n{licences}\n",
        encoding="utf8",
    )
    print(json.dumps(figures, indent=1))


def main() -> None:
    """Train, finish, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=sorted(TOKENIZERS))
    parser.add_argument("--treebanks", type=Path, default=Path("../shared/data/parsing"))
    parser.add_argument("-o", "--output", type=Path, help="default: src/detente/languages/LANGUAGE/model")
    parser.add_argument("--steps", type=int, default=8000, help="default: %(default)s")
    parser.add_argument("--gpu", type=int, default=-1)
    options = parser.parse_args()
    plan = plan_of(options.language)
    output = options.output or LANGUAGES / options.language / "model"
    with tempfile.TemporaryDirectory() as work:
        best = train(plan, options.treebanks, Path(work), options.steps, options.gpu)
        write(finish(spacy.load(best), plan, options.treebanks), plan, options.treebanks, output)


if __name__ == "__main__":
    main()
