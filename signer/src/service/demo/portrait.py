"""Makes portrait.jpg, the drawn head that stands for a holder's photo in the demo. Needs Pillow."""

from PIL import Image, ImageDraw

SCALE = 4
WIDTH, HEIGHT = 358, 441  # 26 x 32 mm at 350 dpi

image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), (214, 229, 243))
draw = ImageDraw.Draw(image)


def ellipse(x0, y0, x1, y1, fill):
    draw.ellipse([v * SCALE for v in (x0, y0, x1, y1)], fill=fill)


ellipse(30, 300, 328, 620, (58, 76, 104))  # shoulders
draw.polygon([(p[0] * SCALE, p[1] * SCALE) for p in ((140, 306), (218, 306), (179, 372))], fill=(240, 240, 238))
draw.rectangle([150 * SCALE, 262 * SCALE, 208 * SCALE, 318 * SCALE], fill=(226, 189, 160))
ellipse(97, 72, 261, 292, (44, 38, 36))  # hair
ellipse(108, 104, 250, 300, (238, 203, 175))  # face
draw.pieslice([v * SCALE for v in (100, 78, 258, 214)], 190, 350, fill=(44, 38, 36))
ellipse(141, 186, 155, 198, (44, 38, 36))
ellipse(203, 186, 217, 198, (44, 38, 36))
draw.arc([v * SCALE for v in (152, 222, 206, 262)], 25, 155, fill=(150, 90, 80), width=4 * SCALE)

image.resize((WIDTH, HEIGHT), Image.LANCZOS).save("portrait.jpg", quality=88, optimize=True)
