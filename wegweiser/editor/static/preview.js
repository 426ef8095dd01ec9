// What the form holds, as a page: its title, then each field that says something, with its label.
// It is no picture of the finished page; that comes with the preview of the pull request.

const { createClass, h } = window;

const WITHOUT = new Set(["id", "hidden"]);

export function previewOf(fields, title) {
  return createClass({
    render() {
      const data = this.props.entry.get("data").toJS();
      const shown = fields.filter((field) => field.name !== title);
      return h(
        "main",
        { className: "editor-preview" },
        h("h1", {}, data[title] ?? ""),
        h("dl", {}, rows(shown, data)),
      );
    },
  });
}

function rows(fields, data) {
  return fields
    .filter((field) => !WITHOUT.has(field.widget) && says(data?.[field.name]))
    .map((field) => [
      h("dt", { key: `${field.name}-label` }, field.label),
      h("dd", { key: field.name }, valueOf(field, data[field.name])),
    ]);
}

function says(value) {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "";
}

function valueOf(field, value) {
  if (Array.isArray(value)) {
    const item = (entry, index) => h("li", { key: index }, itemOf(field, entry));
    return h("ul", {}, value.map(item));
  }
  return itemOf(field, value);
}

function itemOf(field, value) {
  if (field.fields && value && typeof value === "object") return h("dl", {}, rows(field.fields, value));
  const inner = field.field ?? field;
  const option = inner.options?.find((choice) => choice.value === value);
  if (option) return option.label;
  if (inner.widget !== "text") return String(value ?? "");
  return String(value)
    .split(/\n{2,}/)
    .map((paragraph, index) => h("p", { key: index }, paragraph));
}
