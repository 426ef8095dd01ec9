// Widgets that Decap CMS does not have.

const { createClass, h } = window;

const CHARACTERS_A_LINE = 70;

// A text without line breaks that is often too long for a single line on the screen.
export const Line = createClass({
  change(event) {
    this.props.onChange(event.target.value.replace(/\s*\n\s*/g, " "));
  },
  render() {
    const { forID, value, classNameWrapper, setActiveStyle, setInactiveStyle } = this.props;
    const text = value ?? "";
    return h("textarea", {
      id: forID,
      className: classNameWrapper,
      rows: Math.ceil((text.length + 1) / CHARACTERS_A_LINE),
      value: text,
      onChange: this.change,
      onFocus: setActiveStyle,
      onBlur: setInactiveStyle,
      style: { fontFamily: "inherit", resize: "vertical" },
    });
  },
});

// The id of an entry, which is its address: only a new entry's can be written.
export const Identifier = createClass({
  render() {
    const { forID, value, entry, classNameWrapper, setActiveStyle, setInactiveStyle } = this.props;
    return h("input", {
      type: "text",
      id: forID,
      className: classNameWrapper,
      value: value ?? "",
      readOnly: !entry.get("newRecord"),
      onChange: (event) => this.props.onChange(event.target.value),
      onFocus: setActiveStyle,
      onBlur: setInactiveStyle,
    });
  },
});
