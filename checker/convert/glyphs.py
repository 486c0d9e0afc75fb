"""Characters that a PDF names wrongly: a font draws ⽤ (a radical) and 用 (the character) with one glyph, and browsers
that print to PDF write down the first of the two. Never touches any other character."""

import re
import unicodedata

# Radicals of the CJK supplement, and one that Unicode maps to the traditional form, with the characters that share their
# glyphs in a simplified Chinese font. Unicode itself maps the other Kangxi radicals and the Latin ligatures.
_RADICALS = dict(zip(
    "⺂⺃⺅⺉⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺭⺯⺰⺱⺹⺺⺾⻂⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲⻳⼾",
    "乛乚亻刂尣尢巳幺彑彐忄扌攵旡歺母民氵灬爫丬犭礻糹纟罓耂肀艹衤见角讠贝车辶钅長镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀龟户",
    strict=True,
))  # fmt: skip
_WRONG = re.compile("[\u2e80-\u2fd5\ufb00-\ufb06]")


def restored(text: str) -> str:
    """The text with these characters put right."""
    return _WRONG.sub(lambda found: _RADICALS.get(found[0], unicodedata.normalize("NFKC", found[0])), text)
