"""What runs when: the whole schedule of the product, on London's clock. Every job may run twice or late without harm."""

from celery.schedules import crontab

SCHEDULE = {
    "deliver mail": {"task": "missions.core.tasks.deliver_mail", "schedule": 10.0},
    "note mail that came back": {"task": "missions.core.tasks.note_returned_mail", "schedule": crontab(minute="*/30")},
    "take up long work": {"task": "missions.core.tasks.run_waiting_jobs", "schedule": 30.0},
    "close rounds whose time is up": {"task": "codesign.tasks.close_rounds", "schedule": 60.0},
    "remind people": {"task": "missions.notices.tasks.remind", "schedule": crontab(minute="*/10")},
    "count adopters": {"task": "missions.adoption.tasks.count_adopters", "schedule": crontab(minute=5, hour=0)},
    "let reorganisations take effect": {"task": "missions.register.tasks.apply_reorganisations", "schedule": crontab(minute=1)},
    "rebuild rollups": {"task": "missions.outcomes.tasks.rebuild_rollups", "schedule": crontab(minute=30, hour=2)},
    "reconcile the ledger": {"task": "funding.tasks.reconcile_ledger", "schedule": crontab(minute=15, hour=2)},
    "look for corrections of reports": {
        "task": "missions.reports.tasks.look_for_corrections",
        "schedule": crontab(minute=40, hour=3),
    },
    "watch the jobs": {"task": "config.watch.watch_jobs", "schedule": crontab(minute="*/5")},
    "watch the watcher": {"task": "config.watch.watch_the_watcher", "schedule": crontab(minute=7)},
    "forget files that were not tested": {
        "task": "missions.standards.tasks.forget_sent_files",
        "schedule": crontab(minute=20, hour=3),
    },
    "forget old changes": {"task": "missions.core.tasks.forget_old_changes", "schedule": crontab(minute="*/10")},
    "forget old mail": {"task": "missions.core.tasks.forget_old_mail", "schedule": crontab(minute=0, hour=3)},
}
