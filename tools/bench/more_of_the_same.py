#!/usr/bin/env python3
"""more_of_the_same.py CAREERS EDITIONS: the first career again under other codes, each so many times an edition.

For a throw-away database: what is added are the very document's copies, under names nobody would take for a job.
"""

import argparse
import os

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("careers", type=int)
    parser.add_argument("editions", type=int)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from django.utils.timezone import now

    from careers import editions
    from careers.models import Career, Edition

    first = Edition.objects.select_related("career").get()
    careers = [
        first.career,  # it stays the first in every order, which the home page takes
        *(
            Career.objects.create(code=f"metier-invente-{number:03}", title=f"Métier inventé {number}")
            for number in range(2, given.careers + 1)
        ),
    ]
    number, at, added = first.number, now(), []
    for career in careers:
        text = first.document.replace(f'"{first.career.code}"', f'"{career.code}"')
        editions.decode(text)
        for _ in range(given.editions - (career == first.career)):
            number += 1
            added.append(
                Edition(
                    number=number,
                    career=career,
                    document=text,
                    checksum=editions.checksum(text),
                    note="Copie.",
                    published_at=at,
                    published_by="Mesure",
                )
            )
    Edition.objects.bulk_create(added, batch_size=50)


if __name__ == "__main__":
    main()
