"""Packs with the batches that belong to them, as the sessions of the command line have them. For tests that look at all there is."""
import glob, os, re


def packs():
    return sorted({os.path.dirname(f) for f in glob.glob("fixtures/**/*.yaml", recursive=True) + glob.glob("rules/*/*.yaml")
                   if re.search(r"(?m)^pack:", open(f, errors="replace").read())}) + sorted(glob.glob("fixtures/broken/packs/*"))


def pairs():
    for batch in sorted(glob.glob("fixtures/broken/batches/*")):
        yield "fixtures/library/rules", batch
    for batch in sorted(glob.glob("fixtures/*/")):
        if batch == "fixtures/posts/":  # its rules speak English alone, of their records
            continue
        for pack in sorted(glob.glob(batch + "rules*")):
            for data in sorted(glob.glob(batch + "*")):
                if data != pack and os.path.isdir(data) and not os.path.basename(data).startswith("rules"):
                    yield pack, data


SHIPPED = {
    "rules/core": ["fixtures/ordinary/workplace.csv"],
    "rules/guizhou-2016": ["fixtures/local"],
    "rules/national": ["fixtures/borders", "fixtures/ended", "fixtures/timelines/under-way", "fixtures/timelines/2014",
                       "fixtures/ordinary/workplace.csv", "fixtures/offices/pre-review.xlsx"],
    "rules/university-guizhou": ["fixtures/local"],
    "rules/university-2003": ["fixtures/meeting-2003", "fixtures/text-rosters/horrors", "fixtures/rosters/office.xlsx"],
    "rules/university-year": ["fixtures/year-2003/batch"],
    "rules/xinchang": ["fixtures/local"],
}


def shipped():
    """The packs that are shipped, with rosters that fit them."""
    for pack, batches in SHIPPED.items():
        for batch in batches:
            yield pack, batch
