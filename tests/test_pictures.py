"""Pictures in several sizes and formats: what is made of them, and what readers load."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import zlib
from pathlib import Path

import pytest
from conftest import build, watch
from lxml import html
from PIL import Image, ImageCms, ImageDraw, ImageFile, ImageFilter, PngImagePlugin
from playwright.sync_api import Browser, Page, Route, ViewportSize
from sites import CITY, TODAY, open_in

from wegweiser import raster
from wegweiser.model import load_content
from wegweiser.model.images import Picture, read_image
from wegweiser.publish.pictures import write_picture
from wegweiser.render.pictures import show, variants

STORY = "stories/ein-cafe-voller-woerter/"
KINDS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP", ".avif": "AVIF"}
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
ORIENTATION, MAKER, POSITION = 0x0112, 0x010F, 0x8825


def draw(width: int, height: int, colour: tuple[int, int, int] = BLUE) -> Image.Image:
    """Return a picture in one colour with a red mark in its upper left quarter."""
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    return image


def save(image: Image.Image, suffix: str, **options: object) -> bytes:
    """Return a picture as a file of the kind `suffix`, almost without losses."""
    written = io.BytesIO()
    lossless = {".webp": {"lossless": True}, ".png": {}}.get(suffix, {"quality": 95})
    image.save(written, KINDS[suffix], **{**lossless, **options})
    return written.getvalue()


def chatty(image: Image.Image, suffix: str) -> bytes:
    """Return a picture that tells where, when and with what it was taken, in every way it can."""
    exif = Image.Exif()
    exif[MAKER] = "Musterkamera"
    exif.get_ifd(POSITION).update({1: "N", 2: (51.0, 43.0, 7.0), 3: "E", 4: (8.0, 45.0, 15.0)})
    options: dict[str, object] = {"exif": exif, "icc_profile": profile()}
    if suffix == ".png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "Musterfotografin")
        options["pnginfo"] = text
    else:
        options["xmp"] = b"<x:xmpmeta>Musterfotografin</x:xmpmeta>"
    if suffix == ".jpg":
        options["comment"] = b"Musterfotografin"
    return save(image, suffix, **options)


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def near(colour: object, expected: tuple[int, ...]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) < 24 for one, other in zip(colour, expected, strict=True))


# -- what becomes of the pixels -------------------------------------------------------------------


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("suffix", KINDS)
def test_nothing_but_pixels_is_written(suffix: str, target: str) -> None:
    """Pictures of people must not tell where they were taken."""
    data = chatty(draw(64, 48), suffix)
    assert b"Musterkamera" in data
    assert b"Musterfotografin" in data
    written = raster.encode(raster.decode(data, suffix), 64, target)
    for word in (b"Muster", b"Exif", b"EXIF", b"xmp", b"XMP", b"ICCP", b"ICC_PROFILE", b"iCCP"):
        assert word not in written
    with Image.open(io.BytesIO(written)) as image:
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
        assert image.size == (64, 48)


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that is held like that stores the picture."""


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize("orientation", TURNS)
def test_pictures_stand_upright(orientation: int, suffix: str) -> None:
    stored, turn = draw(64, 32), TURNS[orientation]
    stored = stored if turn is None else stored.transpose(turn)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    data = save(stored, suffix, exif=exif)
    assert raster.measure(data, suffix) == raster.Measure(64, 32, is_transparent=False)
    image = raster.decode(data, suffix)
    assert image.size == (64, 32)
    assert near(image.getpixel((8, 4)), RED)
    assert all(near(image.getpixel(place), BLUE) for place in ((56, 4), (8, 28), (56, 28)))


def test_colours_are_those_of_the_profile() -> None:
    """A profile in which red and green have changed places."""
    tags = profile().replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    image = raster.decode(save(draw(8, 8, BLUE), ".png", icc_profile=tags), ".png")
    assert near(image.getpixel((0, 0)), GREEN)
    assert near(image.getpixel((7, 7)), BLUE)


@pytest.mark.parametrize("wrong", [b"no profile", profile()[:400]])
def test_damaged_profile_spoils_no_picture(wrong: bytes) -> None:
    image = raster.decode(save(draw(8, 8), ".png", icc_profile=wrong), ".png")
    assert image.getpixel((0, 0)) == RED


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (Image.new("I;16", (4, 4), 32896), (128, 128, 128)),
        (Image.new("1", (4, 4), 1), (255, 255, 255)),
        (Image.new("L", (4, 4), 70), (70, 70, 70)),
        (Image.new("LA", (4, 4), (70, 9)), (70, 70, 70, 9)),
        (Image.new("RGBA", (4, 4), (1, 2, 3, 4)), (1, 2, 3, 4)),
        (draw(4, 4, RED).convert("P"), RED),
        (draw(4, 4, RED).quantize(2), RED),
    ],
    ids=lambda value: value.mode if isinstance(value, Image.Image) else "",
)
def test_every_way_to_store_colours_is_understood(
    image: Image.Image, expected: tuple[int, ...]
) -> None:
    assert raster.decode(save(image, ".png"), ".png").getpixel((0, 0)) == expected


def test_transparency_by_a_colour_of_the_palette_is_kept() -> None:
    data = save(draw(4, 4).quantize(2), ".png", transparency=b"\x00\xff")
    assert raster.measure(data, ".png").is_transparent
    assert set(raster.decode(data, ".png").getchannel("A").tobytes()) == {0, 255}


def test_colours_for_print_are_understood() -> None:
    image = raster.decode(save(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), ".jpg"), ".jpg")
    assert near(image.getpixel((0, 0)), RED)


def test_second_picture_of_a_telephone_does_not_move() -> None:
    """Telephones put a preview behind a JPEG (CIPA DC-007, "MPO")."""
    written = io.BytesIO()
    draw(64, 48).save(written, "MPO", save_all=True, append_images=[draw(16, 12)])
    assert raster.measure(written.getvalue(), ".jpg") == raster.Measure(64, 48, False)
    assert raster.decode(written.getvalue(), ".jpg").size == (64, 48)


@pytest.mark.parametrize("target", KINDS)
def test_encoding_does_not_depend_on_processors(target: str) -> None:
    noise = Image.effect_noise((1280, 860), 90).filter(ImageFilter.GaussianBlur(2)).convert("RGB")
    processors = os.sched_getaffinity(0)
    one = raster.encode(noise, 1280, target)
    try:
        os.sched_setaffinity(0, {min(processors)})
        assert raster.encode(noise, 1280, target) == one
    finally:
        os.sched_setaffinity(0, processors)
    assert raster.encode(noise, 640, target) != one


# -- what is refused ------------------------------------------------------------------------------


def moving(suffix: str) -> bytes:
    return save(draw(8, 8), suffix, save_all=True, append_images=[draw(8, 8, GREEN)], duration=99)


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG of many pixels (its header alone says so)."""
    data = save(draw(8, 8), ".png")
    header = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + data[24:29]
    return data[:12] + header + zlib.crc32(header).to_bytes(4) + data[33:]


UNFIT = {
    "cut.jpg": (save(draw(640, 480), ".jpg")[:-900], "ist beschädigt"),
    "cut.png": (save(draw(640, 480), ".png")[:-40], "ist beschädigt"),
    "cut.webp": (save(draw(640, 480), ".webp")[:-40], "ist beschädigt"),
    "cut.avif": (save(draw(640, 480), ".avif")[:-40], "ist beschädigt"),
    "header.jpg": (b"\xff\xd8\xff\xe0", "ist beschädigt"),
    "header.webp": (b"RIFF", "ist beschädigt"),
    "header.avif": (b"\x00\x00\x00\x20ftypavif", "ist beschädigt"),
    "sound.webp": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "ist beschädigt"),
    "moving.png": (moving(".png"), "enthält mehr als ein unbewegtes Bild"),
    "moving.webp": (moving(".webp"), "enthält mehr als ein unbewegtes Bild"),
    "moving.avif": (moving(".avif"), "enthält mehr als ein unbewegtes Bild"),
    "large.png": (bomb(8000, 7000), "hat zu viele Bildpunkte"),
    "bomb.png": (bomb(11_000, 11_000), "hat zu viele Bildpunkte"),
    "great-bomb.png": (bomb(60_000, 60_000), "hat zu viele Bildpunkte"),
    "strip.png": (bomb(20_000, 1), "hat zu viele Bildpunkte"),
    "other.png": (save(draw(8, 8), ".jpg"), "ist kein Bild dieser Art"),
}


@pytest.mark.parametrize("is_lenient", [False, True])
@pytest.mark.parametrize("name", UNFIT)
def test_unfit_pictures_are_told(
    name: str, is_lenient: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where other libraries have told Pillow to be lenient, as WeasyPrint does."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lenient)
    data, expected = UNFIT[name]
    (tmp_path / name).write_bytes(data)
    picture, (problem,) = read_image(tmp_path / name, tmp_path)
    assert picture is None
    assert problem.code == "W225"
    assert problem.message.startswith(f"Die Bilddatei „{name}“ {expected}")


@pytest.mark.parametrize("suffix", KINDS)
def test_no_damage_is_a_traceback(suffix: str) -> None:
    """Whatever the check lets pass can be decoded, too; nothing but `RasterError` is raised."""
    whole, chance = chatty(draw(48, 32), suffix), random.Random(5)
    outcomes = set()
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        try:
            raster.measure(bytes(data), suffix)
        except raster.RasterError:
            outcomes.add("refused")
            continue
        raster.encode(raster.decode(bytes(data), suffix), 8, ".png")
        outcomes.add("taken")
    assert outcomes == {"refused", "taken"}


# -- which files there are ------------------------------------------------------------------------


def picture_of(tmp_path: Path, name: str, data: bytes) -> Picture:
    (tmp_path / name).write_bytes(data)
    picture, problems = read_image(tmp_path / name, tmp_path)
    assert picture, problems
    return picture


@pytest.mark.parametrize(
    ("width", "expected"),
    [(90, [90]), (360, [360]), (361, [360, 361]), (1000, [360, 720, 1000])],
)
def test_pictures_are_never_made_larger(width: int, expected: list[int], tmp_path: Path) -> None:
    picture = picture_of(tmp_path, "a.png", save(draw(width, 40), ".png"))
    for source in show(picture).sources:
        assert [found for _, found in source.files] == expected


@pytest.mark.parametrize(
    ("name", "image", "suffix"),
    [
        ("a.jpg", draw(9, 9), ".jpg"),
        ("a.png", draw(9, 9), ".png"),
        ("a.webp", draw(9, 9), ".jpg"),
        ("a.webp", Image.new("RGBA", (9, 9), (1, 2, 3, 4)), ".png"),
        ("a.avif", Image.new("RGBA", (9, 9), (1, 2, 3, 4)), ".png"),
    ],
)
def test_fallback_is_known_to_every_browser(
    name: str, image: Image.Image, suffix: str, tmp_path: Path
) -> None:
    picture = picture_of(tmp_path, name, save(image, Path(name).suffix))
    assert show(picture).fallback.endswith(f"/a-9{suffix}")


DRAWINGS = [
    ('width="120" height="60"', (120, 60)),
    ('width="120.4px" height=" 60 "', (120, 60)),
    ('width="1600" height="400" viewBox="0 0 4 4"', (800, 200)),
    ('width="2cm" height="1cm" viewBox="0 0 20 10"', (640, 320)),
    ('viewBox="0, 0, 10, 1"', (800, 80)),
    ('viewBox="0 0 10"', (None, None)),
    ('viewBox="0 0 0 10"', (None, None)),
    ('viewBox="0 0 inf nan"', (None, None)),
    ('width="100%"', (None, None)),
]


@pytest.mark.parametrize(("attributes", "expected"), DRAWINGS)
def test_drawings_have_their_size(
    attributes: str, expected: tuple[int | None, int | None], tmp_path: Path
) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'
    shown = show(picture_of(tmp_path, "a.svg", drawing.encode()))
    assert (shown.width, shown.height) == expected
    assert shown.sources == ()


def test_same_picture_under_two_names_has_two_addresses(tmp_path: Path) -> None:
    data = save(draw(9, 9), ".png")
    first, second = (picture_of(tmp_path, name, data) for name in ("a.png", "b.png"))
    assert variants(first)[0].path.split("/")[0] != variants(second)[0].path.split("/")[0]


# -- the cache ------------------------------------------------------------------------------------


def test_pictures_are_encoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, _, _ = load_content(CITY, TODAY)
    assert content
    picture = content.pictures["sprachcafe.jpg"]
    write_picture(picture, content, tmp_path / "one", tmp_path / "cache")
    asked: list[int] = []

    def encode(image: Image.Image, width: int, suffix: str) -> bytes:
        asked.append(width)
        return b"new"

    monkeypatch.setattr(raster, "encode", encode)
    write_picture(picture, content, tmp_path / "two", tmp_path / "cache")
    assert asked == []
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    next((tmp_path / "cache").rglob("*-360.avif")).unlink()
    write_picture(picture, content, tmp_path / "three", tmp_path / "cache")
    assert asked == [360]


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_picture_that_changes_meanwhile_is_not_taken(tmp_path: Path) -> None:
    """What is published is what was checked, and the cache holds nothing under a wrong name."""
    shutil.copytree(CITY, tmp_path / "city")
    content, _, _ = load_content(tmp_path / "city", TODAY)
    assert content
    path = tmp_path / "city" / "content" / "images" / "sprachcafe.jpg"
    path.write_bytes(save(draw(40, 30), ".jpg"))
    picture = content.pictures["sprachcafe.jpg"]
    with pytest.raises(OSError, match="was changed while the site was being built"):
        write_picture(picture, content, tmp_path / "site", tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
    later, _, _ = load_content(tmp_path / "city", TODAY)
    assert later
    assert later.pictures["sprachcafe.jpg"].width == 40


# -- what is published ----------------------------------------------------------------------------


def test_all_editions_share_the_files_of_a_picture(city_site: Path) -> None:
    expected = [f"sprachcafe-{w}.{s}" for w in (360, 720, 1080, 1280) for s in ("avif", "webp")]
    files = sorted((city_site / "images").rglob("sprachcafe*"))
    assert sorted(path.name for path in files) == sorted([*expected, "sprachcafe-1280.jpg"])
    assert list(city_site.rglob("sprachcafe*.*")) == list((city_site / "images").rglob("spr*.*"))
    used = set()
    for tag in ("de", "en", "ar"):
        page = city_site / tag / STORY / "index.html"
        (picture,) = html.fromstring(page.read_text()).iter("picture")
        for source in picture.iter("source"):
            for candidate in str(source.get("srcset")).split(", "):
                path, width = candidate.split(" ")
                used.add(page.parent.joinpath(path).resolve())
                assert size_of(page.parent / path)[0] == int(width.removesuffix("w"))
        (image,) = picture.iter("img")
        used.add(page.parent.joinpath(str(image.get("src"))).resolve())
        assert size_of(page.parent / str(image.get("src"))) == (1280, 854)
        assert (image.get("width"), image.get("height")) == ("480", "320")
        assert (image.get("loading"), image.get("decoding")) == ("lazy", "async")
        assert image.get("alt") == "Zwei Tassen, darüber zwei Sprechblasen."
    assert used == {path.resolve() for path in files}


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        assert image.format == {".jpg": "JPEG"}.get(path.suffix, path.suffix[1:].upper())
        return image.size


def test_published_pictures_tell_no_position(city_site: Path) -> None:
    original = (CITY / "content" / "images" / "sprachcafe.jpg").read_bytes()
    with Image.open(io.BytesIO(original)) as image:
        assert image.getexif().get_ifd(POSITION)
    for path in (city_site / "images").rglob("sprachcafe*"):
        assert b"Musterkamera" not in path.read_bytes()
        with Image.open(path) as image:
            assert not image.getexif()


def test_hidden_pictures_are_not_published(tmp_path: Path) -> None:
    """Neither those of hidden entries nor those that no entry shows."""
    shutil.copytree(CITY, tmp_path / "city")
    images = tmp_path / "city" / "content" / "images"
    shutil.copy(images / "sprachcafe.jpg", images / "vergessen.jpg")
    story = tmp_path / "city" / "content" / f"{STORY.strip('/')}.yml"
    story.write_text(story.read_text().replace("status: published", "status: archived"))
    found = build(open_in(tmp_path / "city"), tmp_path / "site").joinpath("images").rglob("*.*")
    assert sorted(path.name for path in found) == ["stadtwappen.svg", "tischlerei.svg"]


# -- what readers load ----------------------------------------------------------------------------

LAYOUT_SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
LOADED = "document.querySelector('.ww-picture img').currentSrc.split('/').pop()"
WIDTH = "document.querySelector('.ww-picture img').getBoundingClientRect().width"


def open_story(page: Page, url: str) -> None:
    page.goto(url)
    page.locator(".ww-picture").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.ww-picture img').decode()")


@pytest.mark.parametrize("tag", ["de", "ar"])
@pytest.mark.parametrize(
    ("window", "density", "file", "width"),
    [
        (360, 1, "sprachcafe-360.avif", 328),
        (360, 2, "sprachcafe-720.avif", 328),
        (360, 3, "sprachcafe-1080.avif", 328),
        (320, 1, "sprachcafe-360.avif", 288),
        (1280, 1, "sprachcafe-720.avif", 480),
        (1280, 2, "sprachcafe-1080.avif", 480),
    ],
)
def test_browsers_load_the_file_that_fits(
    window: int, density: int, file: str, width: int, tag: str, city: str, browser: Browser
) -> None:
    viewport = ViewportSize(width=window, height=700)
    with browser.new_context(viewport=viewport, device_scale_factor=density) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        wrong = watch(page, city)
        open_story(page, f"{city}/{tag}/{STORY}")
        assert page.evaluate(WIDTH) == width
        assert [name for name in asked if "sprachcafe" in name] == [file]
        assert page.evaluate(LOADED) == file
        assert wrong == []


@pytest.mark.parametrize("window", [360, 1280])
def test_slow_pictures_move_nothing(window: int, city: str, browser: Browser) -> None:
    size: ViewportSize = {"width": window, "height": 700}
    with browser.new_context(viewport=size, service_workers="block") as context:
        context.add_init_script(LAYOUT_SHIFT)
        waiting: list[Route] = []
        context.route("**/images/**/sprachcafe*", lambda route: waiting.append(route))
        page = context.new_page()
        page.goto(f"{city}/de/{STORY}", wait_until="domcontentloaded")
        page.wait_for_timeout(300)
        natural = "document.querySelector('.ww-picture img').naturalWidth"
        box = page.locator(".ww-picture img").bounding_box()
        assert page.evaluate(natural) == 0
        (route,) = waiting
        route.continue_()
        page.evaluate("document.querySelector('.ww-picture img').decode()")
        assert page.evaluate(natural) > 0
        page.wait_for_timeout(200)
        assert page.locator(".ww-picture img").bounding_box() == box
        assert page.evaluate("shift") == 0


@pytest.mark.parametrize(
    ("unknown", "file"),
    [(["avif"], "sprachcafe-360.webp"), (["avif", "webp"], "sprachcafe-1280.jpg")],
)
def test_older_browsers_load_a_format_they_know(
    unknown: list[str], file: str, city: str, browser: Browser
) -> None:
    """A browser skips the sources whose media type it does not know."""

    def forget(route: Route) -> None:
        answer = route.fetch()
        text = re.sub(f"image/({'|'.join(unknown)})", "image/unknown", answer.text())
        route.fulfill(response=answer, body=text)

    # A worker would fetch the page once more, in its own time.
    size: ViewportSize = {"width": 360, "height": 700}
    with browser.new_context(viewport=size, service_workers="block") as context:
        context.route(f"**/{STORY}", forget)
        page = context.new_page()
        open_story(page, f"{city}/de/{STORY}")
        assert page.evaluate(LOADED) == file
        assert page.evaluate(WIDTH) == 328
