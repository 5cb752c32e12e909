from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"
    verbose_name = "le métier : faits, sources, éditions"

    def ready(self) -> None:
        from careers import job_pages, parts, reading, site_pages, writing
        from careers.changes import career_changes
        from careers.document import CareerPart
        from careers.problems import career_problems
        from careers.search import entries, index

        parts.register(
            parts.Part(
                "career",
                CareerPart,
                reading.read_career,
                career_problems,
                changes=career_changes,
                check=writing.check_career,
                write=writing.write_career,
                sweep=writing.sweep_career,
            )
        )
        index.register(entries.entries)
        site_pages.register(job_pages.job_pages, job_pages.turning_days)
