"""Changes to rounds: by the team that runs them (`running`, `answering`) and by those who take part (`taking_part`)."""
