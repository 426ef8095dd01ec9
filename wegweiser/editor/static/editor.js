// Starts Decap CMS with the configuration that was made from the model, our way of writing files,
// and the widgets and the preview that it does not have.

import { readEntry, writeEntry } from "./format.js";
import { Identifier, Line } from "./widgets.js";
import { previewOf } from "./preview.js";

const answer = await fetch("settings.json");
const { config, kinds } = await answer.json();
const { CMS } = window;

const german = CMS.getLocale("de");
// "Telefonnummern hinzufügen", but Decap writes nouns in small letters.
german.editor.editorWidgets.list.add = "Hinzufügen";
german.auth.login = "Anmelden";
// "Zurück zu allen Kontakte" is wrong, and the plural that it needs differs from name to name.
german.editor.editorToolbar.backCollection = "Zurück zur Liste: %{collectionLabel}";

CMS.registerLocale("de", german);
CMS.registerWidget("line", Line);
CMS.registerWidget("id", Identifier);
CMS.registerPreviewStyle("site.css");
CMS.registerPreviewStyle("preview.css");
for (const collection of config.collections) {
  const kind = kinds[collection.name];
  CMS.registerCustomFormat(collection.name, "yml", {
    fromFile: (text) => readEntry(text, kind.form),
    toFile: (data) => writeEntry(data, kind.form, kind.line),
  });
  const fields = collection.fields ?? collection.files[0].fields;
  CMS.registerPreviewTemplate(collection.name, previewOf(fields, kind.title));
}
CMS.init({ config });
