"""Document -> claims, the whole chain in one screen.

item -> document -> (language) parse -> actors -> events -> Reading
"""

from collections.abc import Iterable, Iterator
from datetime import date

from detente import languages
from detente.documents import Options, document, rejected
from detente.errors import InputError
from detente.events.coder import Coder
from detente.events.ontology import Ontology
from detente.parse.doc import Doc
from detente.parse.pipeline import Parser
from detente.readers import Item
from detente.records import Document, Reading, Reject
from detente.settings import Settings


class Pipeline:
    """Loaded on first use, language by language; the only place that holds parsing pipelines.

    >>> reading = Pipeline().code_text("Russia attacked Ukraine on Monday.")
    >>> [(c.type, c.actor[0].code, c.recipient[0].code) for c in reading.claims]
    [('ASSAULT', 'RUS', 'UKR')]
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.languages = languages.installed(self.settings.languages)
        self._ontology = Ontology()
        self._loaded: dict[str, tuple[Parser, Coder]] = {}

    def code(
        self, items: Iterable[Item | Reject], options: Options
    ) -> Iterator[tuple[Item | Reject, Reading | Reject]]:
        """Each input with its reading, or with what is wrong with it; in input order, none left out."""
        seen: set[str] = set()
        for item in items:
            if isinstance(item, Reject):
                yield item, item
                continue
            try:
                if item.ref in seen:
                    raise InputError("duplicate_id", "an input with this id was read before; give each its own id")
                seen.add(item.ref)
                yield item, self.reading(document(item, options))
            except InputError as error:
                yield item, rejected(item.ref, item.where, error)

    def reading(self, document: Document) -> Reading:
        """What the coder of the document's language reads in it; InputError if there is none for that language."""
        parser, coder = self.load(document.language)
        try:
            return coder.code(document, parser.parse(document.text))
        except RecursionError as error:  # a list of a thousand names parsed as a chain is no news
            raise InputError("too_deep", "a sentence nested too deeply to be read; cut it") from error

    def code_text(self, text: str, *, published: date | None = None, language: str | None = None) -> Reading:
        """The reading of one text."""
        item = Item(ref="text", where="text", body=text, as_is=True, language=language)
        return self.reading(document(item, Options(published=published, longest=self.settings.longest)))

    def parse(self, document: Document) -> tuple[Coder, Doc]:
        """The parsed text with the coder that can read it, for those who want more than claims."""
        parser, coder = self.load(document.language)
        return coder, parser.parse(document.text)

    def load(self, code: str) -> tuple[Parser, Coder]:
        """Parser and coder of one language, loaded once; InputError if no pack for it is installed."""
        if code not in self._loaded:
            if code not in self.languages:
                message = f"language {code!r} has no pack; installed: {', '.join(self.languages)} (or say --language)"
                raise InputError("unknown_language", message)
            language = languages.load(code)
            model = self.settings.models.get(code, language.model)
            self._loaded[code] = Parser(model, batch=self.settings.batch), Coder(language, self._ontology)
        return self._loaded[code]
