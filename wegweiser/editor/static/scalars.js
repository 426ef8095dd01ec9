// A single value in the canonical form of a file: the same rules as
// wegweiser/formatting/scalars.py, which says why. tests/test_editor_format.py compares the two.

export const WIDTH = 100;

// What a YAML reader takes for a number, a date, a truth value, ...: PyYAML (YAML 1.1) and
// ruamel.yaml (YAML 1.2), each pattern for the whole text.
const TYPED = [
  /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|y|Y|n|N)$/,
  /^(~|null|Null|NULL|<<|=|!|&|\*)$/,
  /^[-+0-9.]([0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?)$/,
  /^[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?$/,
  /^[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+$/,
  /^[-+]?\.[0-9_]+([eE][-+][0-9]+)?$/,
  /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*$/,
  /^[-+]?\.(inf|Inf|INF)$/,
  /^\.(nan|NaN|NAN)$/,
  /^[-+]?0b[01_]+$/,
  /^[-+]?0o[0-7_]+$/,
  /^([-+]|(?=[0-9]))[0-9_]+$/,
  /^[-+]?0x[0-9a-fA-F_]+$/,
  /^[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+$/,
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?$/,
];

// Names of fields that YAML 1.2 would read as something else than text (read/parser.py).
const NOT_A_NAME = /^(~|null|true|false|[-+]?(\d[\d_]*)?\.?\d+(e[-+]?\d+)?)$/i;

// What a plain text cannot begin with: indicators, unless a letter follows some of them.
const NOT_AT_START = /^([,[\]{}#&*!|>'"%@`]|[-?:]([ ]|$)|(---|\.\.\.) )/;

// What the reader refuses or blanks (read/files.py), and what breaks a line (YAML 1.1).
const FORBIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]/u;

// libyaml takes no longer name of a field.
const LONGEST_NAME = 1024;

export function isSafePlain(text) {
  if (/[\n\t]/.test(text) || !text.trim() || text !== text.trim()) return false;
  if (TYPED.some((pattern) => pattern.test(text)) || NOT_A_NAME.test(text)) return false;
  if (NOT_AT_START.test(text) || FORBIDDEN.test(text)) return false;
  return !/: |:$| #/.test(text) && length(text) <= LONGEST_NAME;
}

// Code points, as Python counts.
function length(text) {
  return [...text].length;
}

function quote(text) {
  const escaped = text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t");
  return `"${escaped.replace(new RegExp(FORBIDDEN, "gu"), escapeCharacter)}"`;
}

function escapeCharacter(character) {
  const code = character.codePointAt(0).toString(16).toUpperCase();
  return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
}

function fitsBlock(text) {
  return /^[^\s]/.test(text) && !text.includes("\t") && !text.endsWith("\n\n");
}

// The lines of a folded block: broken at single spaces, so that they fit into `width`.
function fold(text, width) {
  const points = [...text];
  const isSpace = (index) => !points[index] || /\s/.test(points[index]);
  const spaces = points
    .map((point, index) => index)
    .filter((i) => points[i] === " " && i > 0 && !isSpace(i - 1) && !isSpace(i + 1));
  const lines = [];
  let start = 0;
  spaces.forEach((space, index) => {
    const end = spaces[index + 1] ?? points.length;
    if (end - start > width) {
      lines.push(points.slice(start, space).join(""));
      start = space + 1;
    }
  });
  lines.push(points.slice(start).join(""));
  return lines;
}

function block(indicator, lines, indent) {
  const pad = " ".repeat(indent);
  return [indicator, ...lines.map((line) => (line ? pad + line : ""))];
}

// ruamel.yaml itself takes what begins like the end of a document out of harm's way.
function plainly(text) {
  return /^(---|\.\.\.)/.test(text) ? `'${text.replace(/'/g, "''")}'` : text;
}

export function styleKey(name) {
  return isSafePlain(name) ? plainly(name) : quote(name);
}

// Returns the lines of a value: the first one to stand behind `before` columns, the others whole,
// `indent` columns in.
export function styleValue(text, quotes, indent, before) {
  if (quotes === "never" && /^[\p{L}\p{N}_.+-]+$/u.test(text)) return [plainly(text)];
  if (quotes === "always" && !text.includes("\n")) return [quote(text)];
  if (text.includes("\n")) {
    if (!fitsBlock(text)) return [quote(text)];
    const ended = text.endsWith("\n");
    const lines = (ended ? text.slice(0, -1) : text).split("\n");
    return block(ended ? "|" : "|-", lines, indent);
  }
  const plain = isSafePlain(text);
  const width = before + length(text) + (plain ? 0 : 2);
  if (width > WIDTH && /\S \S/.test(text) && fitsBlock(text)) {
    return block(">-", fold(text, WIDTH - indent), indent);
  }
  return [plain ? plainly(text) : quote(text)];
}
