"""Reports for the office: what is to be done for the content, by subject, in several forms.

`subjects` names the reports, one module each; `report` is what all of them are made of; `text`,
`markdown` and `html` are its forms. A report changes nothing and blocks nothing.
"""
