"""Room 4, render: an edition becomes a stage, the folder of pages that the site engine takes.

`render_edition` makes the pages of one edition, and `write_stage` puts them on disk.
`render_booklet` makes the same for paper, `load_handbook` the pages for staff, beside the editions.
"""

from wegweiser.render.assets import AssetError, Assets, load_assets
from wegweiser.render.booklet import BOOKLET, render_booklet
from wegweiser.render.handbook import Handbook, load_handbook
from wegweiser.render.pages import RenderedPage, render_edition
from wegweiser.render.pictures import PICTURES
from wegweiser.render.stage import PREVIEW_NOTICE, StagedPage, write_editions, write_stage

__all__ = [
    "BOOKLET",
    "PICTURES",
    "PREVIEW_NOTICE",
    "AssetError",
    "Assets",
    "Handbook",
    "RenderedPage",
    "StagedPage",
    "load_assets",
    "load_handbook",
    "render_booklet",
    "render_edition",
    "write_editions",
    "write_stage",
]
