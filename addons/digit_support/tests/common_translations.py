import re

import polib

from odoo.tools import file_path
from odoo.tools.translate import TranslationModuleReader

LANGUAGES = ("hi", "pt")
# What a program fills in or reads: %s, %(name)s, {{ expression }}, <tag attributes>.
# Of a tag, the attributes that are translated themselves do not count.
MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]|{{.*?}}|<[^>]+>")
TRANSLATED_ATTRIBUTES = re.compile(r'\b(title|placeholder|aria-label|alt)="[^"]*"')


class TranslationChecks:
    """An addon's texts are in each of our languages, with nothing lost on the way.

    A translation that is the text itself is left empty in the file, as OCA's checks
    want it: such texts are named in ``same``.
    """

    allow_inherited_tests_method = True
    module = None
    same = {language: set() for language in LANGUAGES}

    def test_every_text_is_in_the_template(self):
        missing = sorted(self._export() - self._get_texts(f"{self.module}.pot"))
        self.assertFalse(missing, f"Not in i18n/{self.module}.pot: export it again")

    def test_every_text_is_translated(self):
        for language in LANGUAGES:
            missing = [
                entry.msgid
                for entry in self._read(f"{language}.po")
                if not entry.translated() and entry.msgid not in self.same[language]
            ]
            with self.subTest(language=language):
                self.assertFalse(missing, f"Without translation in {language}.po")

    def test_languages_have_the_texts_of_the_template(self):
        for language in LANGUAGES:
            with self.subTest(language=language):
                self.assertEqual(
                    self._get_texts(f"{language}.po"),
                    self._get_texts(f"{self.module}.pot"),
                )

    def test_a_translation_keeps_placeholders_and_tags(self):
        for language in LANGUAGES:
            changed = [
                entry.msgid
                for entry in self._read(f"{language}.po").translated_entries()
                if self._get_marks(entry.msgid) != self._get_marks(entry.msgstr)
            ]
            with self.subTest(language=language):
                self.assertFalse(changed, "Other placeholders or tags than the text")

    def _read(self, name):
        return polib.pofile(file_path(f"{self.module}/i18n/{name}"))

    def _get_texts(self, name):
        return {entry.msgid.strip() for entry in self._read(name)}

    def _export(self):
        """The texts of the addon itself, as Odoo exports them."""
        rows = TranslationModuleReader(self.env.cr, [self.module])
        return {
            source.strip()
            for _module, _type, name, xmlid, source, _value, _comments in rows
            if not (name.startswith("ir.model.fields,") and self._is_inherited(xmlid))
        }

    def _is_inherited(self, xmlid):
        """Whether a field's text is another addon's, as of a mixin's fields.

        Which of these there are depends on what else is installed.
        """
        record = self.env.ref(xmlid)
        field = self.env[record.model]._fields[record.name]
        return self.module not in field._modules

    @staticmethod
    def _get_marks(text):
        return sorted(
            TRANSLATED_ATTRIBUTES.sub("", mark) for mark in MARKS.findall(text)
        )
