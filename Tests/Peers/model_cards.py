"""Reads model cards as the Hugging Face hub's own library does and prints their data as JSON.

usage: model_cards.py FILE...

What the library makes of the front matter must be what stands in it, before and after it has
written the card again.
"""

import json
import pathlib
import sys

import yaml
from huggingface_hub import ModelCard


def main():
    cards = []
    for path in sys.argv[1:]:
        with pathlib.Path(path).open(newline="") as file:
            text = file.read()
        raw = yaml.safe_load(text.split("---\n")[1])
        card = ModelCard(text)
        assert card.data.to_dict() == raw, f"{path}: {card.data.to_dict()} is not {raw}"
        again = ModelCard(str(card))
        # PyYAML breaks lines at these two without quoting them, and reads spaces back.
        is_writable = not {"\x85", "\u2028"} & set(json.dumps(raw, ensure_ascii=False))
        if is_writable:
            assert again.data.to_dict() == raw, f"{path}: {again.data.to_dict()} is not {raw}"
        assert again.text.strip() == card.text.strip()
        results = card.data.eval_results or []
        assert "model-index" not in raw or results
        cards.append({"data": raw, "text": card.text, "results": [vars(r) for r in results]})
    print(json.dumps(cards))


if __name__ == "__main__":
    main()
