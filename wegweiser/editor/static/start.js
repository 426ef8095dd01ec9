// Decap CMS is started by editor.js, once it knows our formats and widgets.
window.CMS_MANUAL_INIT = true;
