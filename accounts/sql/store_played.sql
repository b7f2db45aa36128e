UPDATE accounts_position p
SET cycle_seq = n.cycle_seq,
    last_statement_date = n.last_statement_date,
    next_statement_date = n.next_statement_date,
    bucket = n.bucket,
    bucket_since = CASE WHEN n.bucket = p.bucket THEN p.bucket_since ELSE %(on)s END,
    anchor_seq = n.anchor_seq,
    anchor_due_date = n.anchor_due_date,
    episode_since = n.episode_since,
    episode_late_fees = n.episode_late_fees,
    lifetime_late_fees = n.lifetime_late_fees,
    past_due = n.past_due,
    balance = n.balance,
    credit_balance = n.credit_balance,
    interest_weight = n.interest_weight,
    active = n.active,
    always_replay = n.always_replay,
    held_back = n.held_back,
    needs_replay = false,
    replayed_on = %(on)s,
    changed_on = %(on)s
FROM played n
WHERE p.card_account_id = n.card_account_id
