"""Makes pages that open without a network of the documents in docs/: pictures inside, links among them kept, no script."""

import base64
import html
import pathlib
import re
from urllib.parse import unquote

from markdown_it import MarkdownIt

STYLE = """
body { max-width: 54rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; color: #1c2430; background: #fff; line-height: 1.7;
  font-family: "Microsoft YaHei", "微软雅黑", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif; }
h1, h2, h3 { line-height: 1.35; color: #1f3864; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.35rem; margin-top: 2.2em; border-bottom: 1px solid #c3cad4; } h3 { font-size: 1.1rem; margin-top: 1.6em; }
article + article { border-top: 4px solid #1f3864; margin-top: 4rem; }
a { color: #0b57a4; }
table { border-collapse: collapse; margin: 1em 0; font-size: 0.93em; }
th, td { border: 1px solid #c3cad4; padding: 0.3em 0.6em; text-align: left; vertical-align: top; }
th { background: #dce6f1; }
td { overflow-wrap: anywhere; } th, td:first-child { overflow-wrap: normal; }
code { font-family: Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; background: #f3f5f8; padding: 0 0.2em; }
pre { background: #f3f5f8; padding: 0.7em 1em; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.9em; line-height: 1.5; }
pre code { padding: 0; }
img { max-width: 100%; border: 1px solid #c3cad4; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } h2, h3 { break-after: avoid; } img, tr, pre { break-inside: avoid; } }
"""
KINDS = {".png": "image/png", ".svg": "image/svg+xml"}


def page(title, body):
    """A whole page around a body of HTML."""
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def slug(heading):
    """A heading's anchor, as the forges make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def inlined(path):
    if path.suffix not in KINDS:
        raise SystemExit(f"{path}: no kind of picture that is known")
    return f"data:{KINDS[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def document(paths):
    """The documents one after the other as HTML, the first's anchors as they are and the others' behind their file's name.

    A link to one of them goes there; a link to a file that is not here keeps its text alone."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    names = {path.name: path.stem.split(".")[0] for path in paths}
    parsed = [(path, markdown.parse(path.read_text())) for path in paths]
    anchors = set(names.values())
    links = []
    for place, (path, tokens) in enumerate(parsed):
        before = "" if place == 0 else names[path.name] + "-"
        for token, following in zip(tokens, tokens[1:]):
            if token.type == "heading_open":
                words = "".join(child.content for child in following.children)
                token.attrs["id"] = before + slug(words)
                anchors.add(token.attrs["id"])
        for token in tokens:
            children, kept, dropped = token.children or [], [], False
            for child in children:
                if child.type == "image":
                    child.attrs["src"] = inlined(path.parent / child.attrs["src"])
                elif child.type == "link_open":
                    target = child.attrs["href"]
                    file, _, anchor = target.partition("#")
                    if not file:
                        target = "#" + before + unquote(anchor)
                    elif file in names:
                        first = file == paths[0].name
                        inner = unquote(anchor) if first else f"{names[file]}-{unquote(anchor)}"
                        target = "#" + (inner if anchor else names[file])
                    dropped = not target.startswith(("#", "https://"))
                    if not dropped:
                        child.attrs["href"] = target
                        links += [target[1:]] if target.startswith("#") else []
                    else:
                        continue
                elif child.type == "link_close" and dropped:
                    dropped = False
                    continue
                kept.append(child)
            if children:
                token.children = kept
    dead = sorted(set(links) - anchors)
    if dead:
        raise SystemExit(f"links that lead nowhere: {dead}")
    bodies = (f'<article id="{names[path.name]}">\n{markdown.renderer.render(tokens, markdown.options, {})}</article>' for path, tokens in parsed)
    return "\n".join(bodies)


def from_markdown(title, paths):
    return page(title, document([pathlib.Path(path) for path in paths]))
