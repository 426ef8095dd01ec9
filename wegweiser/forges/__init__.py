"""Code hosts ("forges"): what a job there is about, and one comment or issue kept up to date.

`jobs` reads the environment of a job, `hosts` speaks the interfaces of GitHub, GitLab and Forgejo,
`posting` finds what was posted before. Nothing of the site is known here.
"""
