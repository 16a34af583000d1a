"""Rules that the database itself keeps for awards and variations, whoever writes and by whatever path."""

import pgtrigger

AWARD_TOTALS_BELONG_TO_THE_LEDGER = pgtrigger.Trigger(
    name="award_totals_belong_to_the_ledger",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF TG_OP = 'INSERT' AND (NEW.committed <> 0 OR NEW.paid <> 0)
           OR TG_OP = 'UPDATE' AND (NEW.committed <> OLD.committed OR NEW.paid <> OLD.paid) AND pg_trigger_depth() < 2 THEN
            RAISE EXCEPTION 'totals are kept by the ledger' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

AUTHORS_ARE_REMEMBERED = pgtrigger.Trigger(
    name="award_authors_are_remembered",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        INSERT INTO funding_awardauthor (award_id, user_id)
        SELECT DISTINCT NEW.id, who FROM unnest(ARRAY[NEW.submitted_by_id, NEW.edited_by_id]) who WHERE who IS NOT NULL
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    """,
)

PROPOSERS_ARE_REMEMBERED = pgtrigger.Trigger(
    name="variation_proposers_are_remembered",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func="""
        INSERT INTO funding_awardauthor (award_id, user_id) VALUES (NEW.award_id, NEW.proposed_by_id) ON CONFLICT DO NOTHING;
        RETURN NULL;
    """,
)

# Who may approve an amount: the mission's lead up to the mandate's limit of that day, its director above it; none of its authors.
_MAY_APPROVE = """
    approved_day := ({at} AT TIME ZONE 'Europe/London')::date;
    SELECT fund.mission_id INTO mission FROM funding_fund fund WHERE fund.id = {fund};
    SELECT mandate.award_limit INTO award_limit FROM stewardship_mandate mandate
     WHERE mandate.mission_id = mission AND (mandate.starts_on IS NULL OR mandate.starts_on <= approved_day)
       AND (mandate.ends_on IS NULL OR mandate.ends_on > approved_day)
     ORDER BY mandate.starts_on DESC NULLS LAST LIMIT 1;
    PERFORM 1 FROM stewardship_missionrole held
     WHERE held.mission_id = mission AND held.user_id = {by}
       AND (held.starts_on IS NULL OR held.starts_on <= approved_day)
       AND (held.ends_on IS NULL OR held.ends_on > approved_day)
       AND (held.role = 'director' OR held.role = 'lead' AND award_limit IS NOT NULL AND {amount} <= award_limit);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this person may not approve this amount' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM funding_awardauthor author WHERE author.award_id = {award} AND author.user_id = {by};
    IF FOUND THEN
        RAISE EXCEPTION 'award_approver_is_no_author' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_DECLARE = [("approved_day", "date"), ("mission", "bigint"), ("award_limit", "numeric")]

APPROVER_HOLDS_THE_RIGHT = pgtrigger.Trigger(
    name="approver_holds_the_right",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.approved_by_id IS NOT NULL AND OLD.approved_by_id IS DISTINCT FROM NEW.approved_by_id"),
    declare=_DECLARE,
    func=_MAY_APPROVE.format(
        at="NEW.approved_at", fund="NEW.fund_id", by="NEW.approved_by_id", amount="NEW.amount", award="NEW.id"
    ),
)

VARIATION_APPROVER_HOLDS_THE_RIGHT = pgtrigger.Trigger(
    name="variation_approver_holds_the_right",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.status = 'approved' AND OLD.status <> 'approved'"),
    declare=_DECLARE,
    func=_MAY_APPROVE.format(
        at="NEW.decided_at",
        fund="(SELECT award.fund_id FROM funding_award award WHERE award.id = NEW.award_id)",
        by="NEW.decided_by_id",
        amount="NEW.amount",
        award="NEW.award_id",
    ),
)
