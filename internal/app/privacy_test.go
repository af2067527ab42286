package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// A person who has left traces everywhere, and who can be recognised by any of them.
const (
	tracedID     = "0190f000-0000-7000-8000-0000000fade0"
	tracedFirst  = "Tyrgils"
	tracedLast   = "Spårlösengren"
	tracedMail   = "tyrgils.sparlosengren@kommun.example"
	tracedMobile = "+46701740633"
	tracedNumber = "8899776655"
	tracedLogin  = "tyrgils-natt"
	tracedHash   = "0001:feedfacefeedface"
	tracedWords  = "Jag tänkte på Tyrgils mormor"
)

var tracedValues = []string{tracedID, tracedFirst, tracedLast, "tyrgils", "spårlösengren", tracedMail, tracedMobile, tracedNumber, tracedLogin, tracedHash}

// traces are rows that name the person ($1), one for every column that may hold a person's id.
// A new column of that kind is added here: TestErasingLeavesNothing says so.
var traces = []string{
	`INSERT INTO standing (person_id, employer_id, journey_id, unit_id, occupation, area, state, total, done, started, late, due, list_id, marks)
		VALUES ($1, 'k-1480', '', 'unit-1480', '', '', 'none', 0, 0, 0, 0, '', '', '')`,
	`INSERT INTO summary (id, municipality_id, as_of, made_at, made_by, body, latest, withdrawn_by)
		VALUES ('summary-1', 'k-1480', '2026-01-01', '2026-01-01 00:00:00', $1, '[]', FALSE, ''), ('summary-2', 'k-1480', '2026-01-01', '2026-01-01 00:00:00', '', '[]', FALSE, $1)`,
	`INSERT INTO employee_before (import_id, employer_id, person_id, existed, set_hash, identity_hash, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ('import-1480', 'k-1480', $1, TRUE, FALSE, NULL, 'Tyrgils', 'Spårlösengren', 'x', 'tyrgils.sparlosengren@kommun.example', '', FALSE, '')`,
	`INSERT INTO staff_import_row (import_id, row_number, employment_id, person_id, from_person, match_key, number, makes_job, makes_person, sets_hash, identity_hash, card,
			first_name, last_name, sort_name, email, mobile, closes, opens, unit_id, team_id, title, aid, occupation, area, form, extent, start_date, end_date, dormant, manager, row_hash)
		VALUES ('import-1480', 1, 'x', $1, '', 'n:8899776655', '8899776655', FALSE, FALSE, FALSE, '0001:feedfacefeedface', 'write',
			'Tyrgils', 'Spårlösengren', 'x', '', '', '', '', '', '', '', '', '', '', '', 0, '', '', FALSE, '', ''),
		('import-1480', 2, 'y', 'learner-1480', $1, 'n:1', '1', FALSE, FALSE, FALSE, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 0, '', '', FALSE, '', ''),
		('import-1480', 3, 'z', 'learner-1480', '', 'n:2', '2', FALSE, FALSE, FALSE, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 0, '', '', FALSE, $1, '')`,
	`UPDATE employment_period SET manager = $1 WHERE person_id = 'learner-1480'`,
	`UPDATE node SET made_by = $1 WHERE id = 'unit-1480'`,
	`UPDATE person SET made_by = $1 WHERE id = 'learner-1480'`,
	`INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until) VALUES ('serves-1', 'e-' || $1, $1, 'unit-2480', '2024-01-01', '9999-12-31')`,
	`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('leave-1', $1, '2024-05-01', '2024-05-31', 'manager-1480'), ('leave-2', 'learner-1480', '2024-05-01', '2024-05-31', $1)`,
	`INSERT INTO session (token_hash, person_id, body, made_at, expires_at) VALUES ('tabort', $1, '', '2026-01-01 00:00:00', '2036-01-01 00:00:00')`,
	`INSERT INTO api_key (id, key_hash, name, node_id, scopes, made_by, made_at, until, ended_by) VALUES ('k-1', 'h', 'Lön', 'k-1480', '', $1, '2026-01-01 00:00:00', '2027-01-01', $1)`,
	`INSERT INTO api_call (key_id, once, digest, status, body, made_at) VALUES ('k-1', 'natt-1', 'x', 200, 'application/json {"id":"' || $1 || '","email":"tyrgils.sparlosengren@kommun.example"}', '2026-01-01 00:00:00')`,
	`INSERT INTO contact (id, employer_id, matter, name, email, phone, valid_from, valid_until, made_by, ended_by) SELECT 'kontakt-1', 'k-1480', 'journey', 'Tyrgils Spårlösengren', '', '', '2026-01-01', '9999-12-31', $1, $1`,
	`INSERT INTO passkey (id, person_id, handle, name, body, made_at) VALUES ('nyckel-1', $1, 'h', 'Chrome/Android', '{}', '2026-01-01 00:00:00')`,
	`INSERT INTO throttle (name, count, until) VALUES ('change:' || $1, 1, '2036-01-01 00:00:00'), ('pair:' || $1 || ':203.0.113.1', 1, '2036-01-01 00:00:00')`,
	`INSERT INTO signin_code (code_hash, person_id, purpose, made_by, made_at, expires_at) VALUES ('kod-1', 'learner-1480', 'first', $1, '2026-01-01 00:00:00', '2026-01-02 00:00:00')`,
	`INSERT INTO role_grant (id, person_id, role, node_id, valid_from, valid_until, made_by, ended_by)
		VALUES ('grant-1', $1, 'manager', 'unit-1480', '2024-01-01', '9999-12-31', $1, ''), ('grant-2', 'learner-1480', 'leader', 'unit-1480', '2024-01-01', '2024-02-01', $1, $1)`,
	`INSERT INTO role_log (id, grant_id, person_id, role, node_id, subject, what, valid_from, valid_until, note, by_id, at)
		VALUES ('rolelog-1', 'grant-1', $1, 'manager', 'unit-1480', '', 'given', '2024-01-01', '9999-12-31', 'Tyrgils vill', $1, '2026-01-01 00:00:00'),
		('rolelog-2', 'grant-2', 'learner-1480', 'leader', 'unit-1480', '', 'ended', '2024-01-01', '2024-02-01', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO access_log (id, viewer_id, what, person_id, node_id, at)
		VALUES ('look-1', $1, 'record.read', 'learner-1480', '', '2026-01-01 00:00:00'), ('look-2', 'manager-1480', 'record.read', $1, '', '2026-01-01 00:00:00')`,
	`INSERT INTO task (id, kind, subject, owner_id, state, done, total, result, made_at, changed_at) VALUES ('task-1', 'staff_import.asked', 'k-1480', $1, 'done', 1, 1, '', '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO message_wish (person_id, by_email, by_sms, own_email, asked_email, silent, days, from_hour, until_hour, digest, changed_at)
		VALUES ($1, TRUE, FALSE, 'nattuggla@hemma.example', '', '', '12345', 7, 18, 'weekly', '2026-01-01 00:00:00')`,
	`INSERT INTO message_digest (person_id, period, made_at) VALUES ($1, '2026-W01', '2026-01-01 00:00:00')`,
	`INSERT INTO record_share (id, person_id, employer_id, fact_id, made_at) VALUES ('share-1', $1, 'k-1480', '', '2026-01-01 00:00:00')`,
	`INSERT INTO study (id, person_id, course_id, version, begun_at, changed_at, lesson, step) VALUES ('study-1', $1, 'bemotande', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'mota', 'forsta')`,
	`INSERT INTO study_step (study_id, lesson, step, at) VALUES ('study-1', 'mota', 'forsta', '2026-01-01 00:00:00')`,
	`INSERT INTO study_task (study_id, task, at) VALUES ('study-1', 'x', '2026-01-01 00:00:00')`,
	`INSERT INTO answer (study_id, question, body, is_right, at) VALUES ('study-1', 'reflection', '{"text":"Jag tänkte på Tyrgils mormor"}', FALSE, '2026-01-01 00:00:00')`,
	`INSERT INTO test_try (id, study_id, number, questions, begun_at, correct, passed) VALUES ('try-1', 'study-1', 1, '[]', '2026-01-01 00:00:00', 0, FALSE)`,
	`INSERT INTO test_answer (try_id, question, body, is_right, at) VALUES ('try-1', 'x', '{}', FALSE, '2026-01-01 00:00:00')`,
	`INSERT INTO external_report (id, person_id, course_id, version, done_on, blob, file_name, made_at, decided_by, decision, reason)
		VALUES ('report-2', 'learner-1480', 'demens-abc', 1, '2026-01-01', '', '', '2026-01-01 00:00:00', $1, 'approved', '')`,
	`INSERT INTO journey_choice (person_id, journey_id, what, value, note, made_by, made_at)
		VALUES ($1, 'vard-och-omsorg', 'step', 'van', 'Tyrgils vill', $1, '2026-01-01 00:00:00'), ('learner-1480', 'vard-och-omsorg', 'step', 'van', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO layer_draft (node_id, journey_id, version, base_id, body, made_by, made_at) VALUES ('unit-1480', 'vard-och-omsorg', 1, '', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO layer_answer (id, node_id, journey_id, news, item, answer, why, made_by, made_at)
		VALUES ('answer-1', 'unit-1480', 'vard-och-omsorg', 'x', 'akk', 'take', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO course_local (id, version, course_id, node_id, place, kind, title, body, html, made_by, made_at, ended_at, ended_by)
		VALUES ('local-1', 1, 'bemotande', 'unit-1480', 'start', 'task', 'Hitta pärmen', 'x', '<p>x</p>', $1, '2026-01-01 00:00:00', '2026-01-02 00:00:00', $1)`,
	`INSERT INTO course_local_done (person_id, local_id, at) VALUES ($1, 'local-1', '2026-01-01 00:00:00')`,
	`INSERT INTO assignment (id, person_id, node_id, employer_id, course_id, due, note, made_by, made_at, made_on, ended_on, ended_by)
		VALUES ('assign-1', $1, 'unit-1480', 'k-1480', 'bemotande', '', '', $1, '2026-01-01 00:00:00', '2026-01-01', '9999-12-31', ''),
		('assign-2', 'learner-1480', 'unit-1480', 'k-1480', 'forflyttning', '', '', $1, '2026-01-01 00:00:00', '2026-01-01', '2026-01-02', $1)`,
	`INSERT INTO reminder (id, person_id, employer_id, item, made_by, made_on) VALUES ('remind-1', $1, 'k-1480', 'bemotande', 'manager-1480', '2026-01-01'), ('remind-2', 'learner-1480', 'k-1480', 'bemotande', $1, '2026-01-01')`,
	`UPDATE journey_version SET made_by = $1 WHERE journey_id = 'vard-och-omsorg'`,
	`UPDATE course_version SET made_by = $1 WHERE course_id = 'bemotande'`,
	`UPDATE course_version SET withdrawn_by = $1 WHERE course_id = 'bemotande'`,
	`UPDATE journey_version SET withdrawn_by = $1 WHERE journey_id = 'barn-och-unga'`,
	`INSERT INTO journey_pilot (journey_id, version, municipality_id, valid_from, valid_until, made_by, made_at, note, noted_by)
		VALUES ('vard-och-omsorg', 1, 'k-1480', '2026-01-01', '2026-01-02', $1, '2026-01-01 00:00:00', '', $1)`,
	`INSERT INTO course_pilot (course_id, version, municipality_id, valid_from, valid_until, made_by, made_at, note, noted_by)
		VALUES ('bemotande', 1, 'k-1480', '2026-01-01', '2026-01-02', $1, '2026-01-01 00:00:00', '', $1)`,
	`INSERT INTO journey_draft (journey_id, owner_id, base_version, revision, body, made_by, made_at, changed_by, changed_at)
		VALUES ('ny-resa', 'se', 0, 1, '', $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO draft_revision (journey_id, revision, body, made_by, made_at) VALUES ('ny-resa', 1, '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO synonym (word, means, is_old, retired, made_by, made_at) VALUES ('gammalt ord', 'nytt ord', TRUE, '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO reference_change (id, kind, ref_id, before, after, holds_from, why, made_by, made_at) VALUES ('refchange-1', 'tag', 'etik', '{}', '{}', '', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO layer (id, journey_id, node_id, body, valid_from, valid_until, made_by) VALUES ('layer-1', 'vard-och-omsorg', 'unit-1480', '{}', '2026-01-01', '2026-01-02', $1)`,
	`INSERT INTO tree_change (id, employer_id, kind, node_id, body, from_date, state, why, made_by, made_at, ended_by, done_id)
		VALUES ('change-1', 'k-1480', 'rename', 'unit-1480', '{}', '2026-01-01', 'withdrawn', '', $1, '2026-01-01 00:00:00', $1, '')`,
	`INSERT INTO title_change (id, employer_id, title, spelled, was_occupation, was_area, occupation, area, touched, undone, made_by, made_at)
		VALUES ('title-1', 'k-1480', 'häxa', 'Häxa', '-', '', '', '', 1, FALSE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO healthcare (id, employer_id, node_id, valid_from, valid_until, made_by) VALUES ('care-1', 'k-1480', 'unit-1480', '2026-01-01', '9999-12-31', $1)`,
	`INSERT INTO home_care (id, employer_id, node_id, valid_from, valid_until, made_by) VALUES ('home-1', 'k-1480', 'unit-1480', '2026-01-01', '9999-12-31', $1)`,
	`INSERT INTO function_holder (id, employer_id, node_id, kind, person_id, name, contact, valid_from, valid_until, made_by, ended_by)
		VALUES ('holder-1', 'k-1480', 'k-1480', 'mas', $1, '', '', '2026-01-01', '9999-12-31', 'x', ''),
		('holder-2', 'k-1480', 'k-1480', 'mas', 'learner-1480', '', '', '2026-01-01', '2026-02-01', $1, $1)`,
	`INSERT INTO function_switch (id, employer_id, kind, valid_from, valid_until, made_by) VALUES ('switch-1', 'k-1480', 'sprakombud', '2026-01-01', '9999-12-31', $1)`,
	`INSERT INTO contact (id, employer_id, matter, name, email, phone, valid_from, valid_until, made_by, ended_by)
		VALUES ('contact-1', 'k-1480', 'teknik', 'Supporten', 'support@kommun.example', '', '2026-01-01', '2026-02-01', $1, $1)`,
	`INSERT INTO journey_switch_change (id, municipality_id, journey_id, turned_on, from_date, made_by, made_at)
		VALUES ('on-1', 'k-1480', 'vard-och-omsorg', TRUE, '2026-01-01', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO data_request (id, person_id, employer_id, kind, field, wish, state, answer, made_at, answered_by)
		VALUES ('request-1', $1, 'k-1480', 'correct', 'name', 'Tyrgils Spårlösengren', 'waiting', '', '2026-01-01 00:00:00', ''),
		('request-2', 'learner-1480', 'k-1480', 'correct', 'name', '', 'done', '', '2026-01-01 00:00:00', $1)`,
	`INSERT INTO retention_warning (employer_id, person_id, warned_on, erase_from) VALUES ('k-1480', $1, '2026-01-01', '2026-04-01')`,
	`INSERT INTO retention (employer_id, kind, months, made_by, made_at) VALUES ('k-1480', 'signin', 60, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO search_person (employer_id, word, person_id) VALUES ('k-1480', 'tyrgils', $1), ('k-1480', 'spårlösengren', $1)`,
	`INSERT INTO search_near (near, word) SELECT 'tyrgils', word FROM search_person WHERE person_id = $1`,
	`INSERT INTO gap_summary (id, municipality_id, as_of, made_at, made_by, persons, exact, told, sums, latest, withdrawn_by)
		VALUES ('gap-1', 'k-1480', '2026-01-01', '2026-01-01 00:00:00', $1, 0, '{}', '[]', '{}', FALSE, ''), ('gap-2', 'k-1480', '2026-01-01', '2026-01-01 00:00:00', '', 0, '{}', '[]', '{}', FALSE, $1)`,
	`INSERT INTO joint_choice (id, municipality_id, requirement, choice, note, made_by, made_at, latest) VALUES ('val-1', 'k-1480', 'x/y', 'own', '', $1, '2026-01-01 00:00:00', TRUE)`,
	`INSERT INTO joint_work (id, rss_id, requirement, plan_area, from_day, until_day, title, goal, state, planned_when, planned_where, planned_seats, outcome, revision, made_by, made_at, changed_by, changed_at)
		SELECT 'arbete-' || x.n, 'rss-GR', 'x/y', '', '', '', 'Arbete', '', 'proposed', '', '', 0, '', 1, x.made, '2026-01-01 00:00:00', x.changed, '2026-01-01 00:00:00'
		FROM (SELECT '1' AS n, CAST($1 AS TEXT) AS made, '' AS changed UNION ALL SELECT '2', '', CAST($1 AS TEXT)) x`,
	`INSERT INTO joint_answer (id, work_id, municipality_id, answer, people, note, made_by, made_at, latest) VALUES ('svar-1', 'arbete-1', 'k-1480', 'yes', 1, '', $1, '2026-01-01 00:00:00', TRUE)`,
	`INSERT INTO occasion (id, course_id, organiser_id, outside, place_form, town, place, address, room, access_notes, link, language, seats, min_seats, cut_off, fee, terms, note,
			state, decided, first_day, last_day, uid, sequence, series_id, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('tillfalle-1', 'bemotande', 'k-1480', '', 'online', '', '', '', '', '', '', 'sv', 10, 0, '', 0, '', '', 'open', '', '2026-02-01', '2026-02-01', 'tillfalle-1', 0, '', 1,
			$1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO occasion_session (id, occasion_id, number, length, on_day, begins, ends) VALUES ('pass-1', 'tillfalle-1', 1, 'half', '2026-02-01', '09:00', '12:00')`,
	`INSERT INTO occasion_change (id, occasion_id, what, body, why, by_id, at) VALUES ('tillfalle-andrat-1', 'tillfalle-1', 'opened', '[]', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO trainer (id, person_id, name, email, works_at, field, made_by, made_at)
		VALUES ('kursledare-1', $1, '', '', '', 'Förflyttning', $1, '2026-01-01 00:00:00'),
		('kursledare-2', 'learner-1480', '', '', '', 'Demens', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO trainer_approval (id, trainer_id, node_id, journey_id, course_id, from_day, until_day, made_by, made_at, ended_by)
		VALUES ('godkand-1', 'kursledare-1', 'k-1480', '', '', '2026-01-01', '9999-12-31', 'x', '2026-01-01 00:00:00', ''),
		('godkand-2', 'kursledare-2', 'k-1480', '', '', '2026-01-01', '2026-01-02', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO session_trainer (session_id, trainer_id) VALUES ('pass-1', 'kursledare-1')`,
	`INSERT INTO calendar_feed (token_hash, person_id, node_id, made_at, read_on) VALUES ('kalender-1', $1, '', '2026-01-01 00:00:00', '')`,
	`INSERT INTO invitation (person_id, address, uid, occasion_id, sequence, title, begins_at, ends_at, told_at) VALUES ($1, '', 'pass-1.x', 'tillfalle-1', 0, 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ('ramverk-1', 'se', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by)
		VALUES ('ramverk-1', 0, 'draft', '', '', 'x', 'x', '{}', 1, $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO profile_layer (id, node_id, body, valid_from, valid_until, note, made_by, made_at) VALUES ('krav-1', 'unit-1480', '[]', '2026-01-01', '2026-01-02', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO role_description (id, owner_id, occupation, level, version, state, valid_from, valid_until, body, revision, made_by, made_at, published_by)
		VALUES ('roll-1', 'k-1480', 'underskoterska', 'base', 1, 'published', '2026-01-01', '2026-01-02', '{}', 1, $1, '2026-01-01 00:00:00', ''),
			('roll-2', 'k-1480', 'underskoterska', 'base', 2, 'published', '2026-01-02', '2026-01-03', '{}', 1, '', '2026-01-01 00:00:00', $1)`,
	`INSERT INTO career_path (id, owner_id, name, body, revision, ended_on, made_by, made_at) VALUES ('vag-1', 'k-1480', 'Väg', '[]', 1, '2026-01-02', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO role_level (id, employment_id, person_id, employer_id, level, valid_from, valid_until, made_by, made_at)
		VALUES ('niva-1', 'e-' || $1, $1, 'k-1480', 'expert', '2026-01-01', '9999-12-31', 'manager-1480', '2026-01-01 00:00:00'),
		('niva-2', 'x', 'learner-1480', 'k-1480', 'expert', '2026-01-01', '9999-12-31', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO merit (id, person_id, controller_id, kind, ref, orientation, credits, credit_system, from_date, until_date, body, evidence_hash, evidence_name, made_by, made_at, checked_by, ended_by, ended_why)
		VALUES ('merit-1', $1, 'k-1480', 'education', 'vard-och-omsorg', '', 0, '', '2020-06-10', '', '{}', '', '', $1, '2026-01-01 00:00:00', '', '', ''),
		('merit-2', 'learner-1480', 'k-1480', 'education', 'vard-och-omsorg', '', 0, '', '2020-06-10', '', '{}', '', '', 'x', '2026-01-01 00:00:00', $1, $1, '')`,
	`INSERT INTO validation (id, person_id, controller_id, programme, orientation, provider, started_on, state, result, closed_on, merit_id, made_by, made_at, closed_by)
		VALUES ('validering-1', $1, 'k-1480', 'vard-och-omsorg', '', 'Komvux', '2026-01-01', 'open', '', '', '', 'manager-1480', '2026-01-01 00:00:00', ''),
		('validering-2', 'learner-1480', 'k-1480', 'vard-och-omsorg', '', '', '2026-01-01', 'stopped', '', '', '', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO validation_part (validation_id, part, name, position) VALUES ('validering-1', 'medicin-1', 'Medicin 1', 0), ('validering-2', 'medicin-1', 'Medicin 1', 0)`,
	`INSERT INTO validation_mark (id, validation_id, part, state, on_day, note, made_by, made_at)
		VALUES ('del-1', 'validering-1', 'medicin-1', 'passed', '2026-01-02', 'Tyrgils visade', 'manager-1480', '2026-01-02 00:00:00'),
		('del-2', 'validering-2', 'medicin-1', 'passed', '2026-01-02', '', $1, '2026-01-02 00:00:00')`,
	`INSERT INTO programme_map (id, owner_id, programme, part, course_id, note, made_by, made_at, ended_by)
		VALUES ('karta-1', 'k-1480', 'vard-och-omsorg', 'medicin-1', 'basala-hygienrutiner', '', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO merit_import (id, employer_id, file_name, state, row_count, added, there, made_by, made_at)
		VALUES ('meriter-1', 'k-1480', 'meriter.xlsx', 'waiting', 1, 0, 0, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO merit_import_row (import_id, row_number, person_id, body) VALUES ('meriter-1', 2, $1, '{}')`,
	`INSERT INTO assessment (id, person_id, controller_id, requirement, goal, level, assessor, on_day, note, made_by, made_at, ended_by)
		VALUES ('bedomning-1', $1, 'k-1480', 'x/y', '', 'do', 'manager', '2026-01-01', 'Tyrgils kan', 'manager-1480', '2026-01-01 00:00:00', ''),
		('bedomning-2', 'learner-1480', 'k-1480', 'x/y', '', 'do', 'manager', '2026-01-01', '', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO assessment_ask (id, person_id, colleague_person_id, controller_id, requirements, state, made_by, made_at, until_day)
		VALUES ('fragan-1', $1, 'learner-1480', 'k-1480', '[]', 'open', 'manager-1480', '2026-01-01 00:00:00', '2026-02-01'),
		('fragan-2', 'learner-1480', $1, 'k-1480', '[]', 'open', 'learner-1480', '2026-01-01 00:00:00', '2026-02-01'),
		('fragan-3', 'learner-1480', 'manager-1480', 'k-1480', '[]', 'open', $1, '2026-01-01 00:00:00', '2026-02-01')`,
	`INSERT INTO specialist_group (merit_id, node_id, group_name) SELECT id, 'unit-1480', '' FROM merit WHERE person_id = $1`,
	`INSERT INTO specialist_role (id, employer_id, name, occupation, retired, made_by, made_at) VALUES ('roll-1', 'k-1480', 'Sårombud', '', FALSE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO language_level (id, person_id, level, validated, on_day, made_at) VALUES ('sprak-1', $1, 'B1', FALSE, '2026-01-01', '2026-01-01 00:00:00')`,
	`INSERT INTO language_figure (id, employer_id, as_of, units, reached, below, unsaid, latest) VALUES ('sprakfigur-1', 'k-1480', '2026-01-01', '[]', 5, 5, 5, TRUE)`,
	`INSERT INTO language_counted (figure_id, person_id, part) VALUES ('sprakfigur-1', $1, 'reached')`,
	`INSERT INTO development_plan (id, kind, controller_id, node_id, person_id, area, from_date, until_date, goals, study_hours, study_per, study_paid, study_note, study_from, follow_on, revision, head,
			made_by, made_at, changed_by, changed_at, ended_by)
		VALUES ('utvplan-1', 'person', 'k-1480', 'k-1480', $1, '', '', '', 'Tyrgils vill', 2, 'week', TRUE, '', '', '', 1, 1, 'manager-1480', '2026-01-01 00:00:00', 'manager-1480', '2026-01-01 00:00:00', ''),
		('utvplan-2', 'person', 'k-1480', 'k-1480', 'mentor-1480', '', '', '', '', 0, 'week', TRUE, '', '', '', 1, 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO development_item (id, plan_id, same, requirement, how, ref, title, hours, responsible, due, state, state_on, why, note, use_person, use_manager, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('utvdel-1', 'utvplan-1', 'x', '', 'other', '', 'x', 0, '', '', 'planned', '', '', '', 'Tyrgils lär ut', '', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00'),
		('utvdel-2', 'utvplan-2', 'x', '', 'other', '', 'x', 0, 'Tyrgils Spårlösengren', '', 'planned', '', '', '', '', '', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO development_consent (plan_id, revision, side, made_by, made_at) VALUES ('utvplan-1', 1, 'person', $1, '2026-01-01 00:00:00'), ('utvplan-2', 1, 'manager', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO development_follow (id, plan_id, on_day, note, made_by, made_at) VALUES ('uppf-1', 'utvplan-1', '2026-01-01', 'Tyrgils mår bra', 'x', '2026-01-01 00:00:00'), ('uppf-2', 'utvplan-2', '2026-01-01', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO development_study (plan_id, period, given, made_at) VALUES ('utvplan-1', '2026-W47', TRUE, '2026-01-01 00:00:00')`,
	`INSERT INTO development_duty (id, person_id, controller_id, node_id, item_id, requirement, title, duty, near, from_date, made_by, made_at, ended_by)
		VALUES ('uppdrag-1', $1, 'k-1480', 'unit-1480', '', '', '', 'Tyrgils handleder', 'users', '2026-01-01', 'x', '2026-01-01 00:00:00', ''),
		('uppdrag-2', 'learner-1480', 'k-1480', 'unit-1480', '', '', '', 'x', 'users', '2026-01-01', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO development_sheet (id, controller_id, node_id, kind, state, body, made_by, made_at) VALUES ('planark-1', 'k-1480', 'unit-1480', 'person', 'staged', '{}', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO gap_position (employment_id, person_id, employer_id, unit_id, team_id, occupation, area, several, list_id, marks)
		VALUES ('e-' || $1, $1, 'k-1480', 'unit-1480', '', 'underskoterska', 'aldreomsorg', FALSE, '', '')`,
	`INSERT INTO gap_hire (id, unit_id, occupation, area, number, from_day, note, made_by, made_at, ended_by)
		VALUES ('behov-1', 'unit-1480', 'underskoterska', 'aldreomsorg', 1, '2027-01-01', '', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO gap_age (node_id, on_day, band, people, made_by, made_at) VALUES ('unit-1480', '2026-01-01', '60-64', 3, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO occasion (id, course_id, organiser_id, outside, place_form, town, place, address, room, access_notes, link, language, seats, min_seats, cut_off, fee, terms, note, state, decided,
			first_day, last_day, uid, sequence, series_id, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('dag-platser', 'bemotande', 'k-1480', '', 'place', '', '', '', '', '', '', 'sv', 9, 0, '', 0, '', '', 'open', '', '2026-01-08', '2026-01-08', 'dag-platser@x', 0, '', 1, 'x', '2026-01-01 00:00:00', 'x', '2026-01-01 00:00:00')`,
	`INSERT INTO guest (id, organisation, name, email, mobile, part, made_by, made_at) VALUES ('gast-1', 'Regionen', 'Gästa Gästsson', '', '', 'participant', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO booking (id, occasion_id, person_id, guest_id, employer_id, municipality_id, unit_id, state, takes, need, rank, common_rank, lot, note, replaces, revision, made_by, made_at, changed_at)
		VALUES ('plats-1', 'dag-platser', $1, '', 'k-1480', 'k-1480', 'unit-1480', 'booked', 'pool', 0, 0, 0, 0, 'Tyrgils vill', '', 1, $1, '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
		('plats-2', 'dag-platser', 'learner-1480', '', 'k-1480', 'k-1480', 'unit-1480', 'booked', 'pool', 0, 0, 0, 0, '', '', 1, $1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO booking_event (id, booking_id, what, from_state, to_state, why, by_id, at)
		VALUES ('platssteg-1', 'plats-1', 'book', '', 'booked', '', 'x', '2026-01-01 00:00:00'), ('platssteg-2', 'plats-2', 'book', '', 'booked', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO day_asked (booking_id, occasion_id, by_id, at) VALUES ('plats-1', 'dag-platser', 'x', '2026-01-01 00:00:00'), ('plats-2', 'dag-platser', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO guest_organisation (id, occasion_id, name, seats, released_on, token_hash, made_by, made_at) VALUES ('utifran-1', 'dag-platser', 'Regionen', 0, '', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO quota_change (id, occasion_id, what, from_id, to_id, seats, why, by_id, at) VALUES ('kvot-1', 'dag-platser', 'set', 'pool', 'k-1480', 1, '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO booking_choice (employer_id, approval, names, changed_by, changed_at) VALUES ('k-1480', TRUE, 'manager', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO staffing_limit (id, node_id, measure, of_unit, of_team, latest, made_by, made_at) VALUES ('grans-1', 'unit-1480', 'number', 2, 1, TRUE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO work_group (employment_id, unit_id, person_id, employer_id, usual, made_by, made_at)
		VALUES ('e-' || $1, 'unit-1480', $1, 'k-1480', 'night', 'manager-1480', '2026-01-01 00:00:00'), ('e-learner-1480', 'unit-1480', 'learner-1480', 'k-1480', 'day', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO staffing_record (id, kind, person_id, employer_id, municipality_id, unit_id, booking_id, course_id, education, same, from_day, until_day, hours, paid, cost, funding, funding_word, area, form,
			revision, made_by, made_at, changed_by, changed_at, removed_by)
		VALUES ('post-1', 'study', $1, 'k-1480', 'k-1480', 'unit-1480', '', 'bemotande', '', 'course:bemotande', '2026-01-01', '2026-01-01', 2, TRUE, 0, 'own', '', 'aldreomsorg', 'permanent', 1, 'x', '2026-01-01 00:00:00', 'x', '2026-01-01 00:00:00', ''),
		('post-2', 'study', 'learner-1480', 'k-1480', 'k-1480', 'unit-1480', '', 'bemotande', '', 'course:bemotande', '2026-01-01', '2026-01-01', 2, TRUE, 0, 'own', '', 'aldreomsorg', 'permanent', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO day_need (booking_id, occasion_id, person_id, employer_id, able, hard, tried, named, diet, access, made_at)
		VALUES ('plats-1', 'tillfalle-1', $1, 'k-1480', 'Tyrgils vill', '', '', TRUE, 'Tyrgils äter', '', '2026-01-01 00:00:00')`,
	`INSERT INTO day_mark (id, occasion_id, session_id, booking_id, person_id, employer_id, what, at_time, how, why, by_id, marked_at, received_at)
		VALUES ('marke-1', 'tillfalle-1', 'pass-1', 'plats-1', $1, 'k-1480', 'excused', '', 'list', 'Tyrgils är sjuk', 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
		('marke-2', 'tillfalle-1', 'pass-1', 'plats-2', 'learner-1480', 'k-1480', 'here', '', 'list', '', $1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO day_code (session_id, occasion_id, on_day, nonce, made_by, made_at) VALUES ('pass-1', 'tillfalle-1', '2026-01-01', 'x', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO station_template (id, owner_id, name, skill, steps, weeks, retired, made_by, made_at) VALUES ('mall-1', 'rss-GR', 'x', 'x', '[]', 8, FALSE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO station (id, occasion_id, course_id, name, skill, steps, weeks, required, ended, revision, made_by, made_at) SELECT 'station-1', o.id, o.course_id, 'x', 'x', '[]', 8, FALSE, FALSE, 1, $1, '2026-01-01 00:00:00' FROM occasion o WHERE o.id = 'tillfalle-1'`,
	`INSERT INTO station_assessor (occasion_id, person_id, made_by, made_at) SELECT o.id, $1, $1, '2026-01-01 00:00:00' FROM occasion o WHERE o.id = 'tillfalle-1'`,
	`INSERT INTO station_assessor (occasion_id, person_id, made_by, made_at) SELECT o.id, 'learner-1480', $1, '2026-01-01 00:00:00' FROM occasion o WHERE o.id = 'tillfalle-1'`,
	`INSERT INTO skill_try (id, station_id, booking_id, person_id, employer_id, kind, passed, ticked, note, assessor, by_id, tried_on, tried_at)
		VALUES ('try-a', 'station-1', 'x', $1, 'k-1480', 'day', TRUE, '[]', 'Tyrgils kan', '', 'manager-1480', '2026-01-01', '2026-01-01 00:00:00'), ('try-b', 'station-1', 'y', 'learner-1480', 'k-1480', 'day', TRUE, '[]', '', '', $1, '2026-01-01', '2026-01-01 00:00:00')`,
	`INSERT INTO skill_due (station_id, booking_id, person_id, employer_id, due_on, told_for) VALUES ('station-1', 'x', $1, 'k-1480', '2026-02-01', '')`,
	`INSERT INTO skill_request (id, unit_id, employer_id, municipality_id, rss_id, need, people, by_day, state, trainer_id, occasion_id, revision, made_by, made_at, changed_at)
		VALUES ('fraga-1', 'unit-1480', 'k-1480', 'k-1480', 'rss-GR', 'x', 1, '2026-02-01', 'asked', '', '', 1, $1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO skill_request_event (id, request_id, what, on_day, note, by_id, at) VALUES ('handelse-1', 'fraga-1', 'asked', '', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO pilot (id, owner_id, name, needs, goals, way, plan, follow, phase, round, cap, revision, made_by, made_at, changed_by, changed_at) VALUES ('pilot-1', 'rss-GR', 'x', '', '', '', '', '', 'prepare', 1, 10, 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO pilot_decision (id, pilot_id, from_phase, to_phase, round, note, by_id, at) VALUES ('beslut-1', 'pilot-1', 'prepare', 'try', 1, '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO pilot_occasion (occasion_id, pilot_id, round, made_by, made_at) SELECT o.id, 'pilot-1', 1, $1, '2026-01-01 00:00:00' FROM occasion o WHERE o.id = 'tillfalle-1'`,
	`INSERT INTO pilot_lesson (id, pilot_id, occasion_id, round, lesson, changes, by_id, at) VALUES ('lardom-1', 'pilot-1', '', 1, 'x', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO network (id, owner_id, name, about, ended, revision, made_by, made_at) VALUES ('natverk-1', 'rss-GR', 'x', 'x', FALSE, 1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO network_meeting (id, network_id, on_day, begins, ends, place, link, note, revision, made_by, made_at) VALUES ('mote-1', 'natverk-1', '2026-02-01', '13:00', '14:00', '', '', '', 1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO network_member (network_id, person_id, employer_id, unit_id, joined_at) VALUES ('natverk-1', $1, 'k-1480', 'unit-1480', '2026-01-01 00:00:00')`,
	`INSERT INTO network_tick (meeting_id, person_id, made_by) VALUES ('mote-1', $1, 'manager-1480'), ('mote-1', 'learner-1480', $1)`,
	`INSERT INTO preset_load (id, preset_id, node_id, whole, made_by, made_at) VALUES ('forlaga-1', 'evikomp', 'k-1480', TRUE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO material (id, owner_id, state, spread, title, form, content, reviewed_on, review_on, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('material-1', 'unit-1480', 'published', 'own', 'x', 'method', '{}', '2026-01-01', '9999-12-31', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO material_revision (material_id, revision, title, content, made_by, made_at) VALUES ('material-1', 1, 'x', '{}', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO material_file (id, material_id, blob, name, kind, bytes, about, made_by, made_at) VALUES ('fil-1', 'material-1', 'x', 'x.pdf', 'application/pdf', 1, '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO toolbox (id, owner_id, state, spread, title, theme, about, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('lada-1', 'unit-1480', 'published', 'own', 'x', 'x', '', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO example (id, person_id, employer_id, municipality_id, rss_id, unit_id, state, wish, spread, title, content, named, contact, revision, made_at, changed_at)
		VALUES ('exempel-1', $1, 'k-1480', 'k-1480', 'rss-GR', 'unit-1480', 'draft', 'own', '', 'Tyrgils exempel', '{}', TRUE, TRUE, 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
		('exempel-2', $1, 'k-1480', 'k-1480', 'rss-GR', 'unit-1480', 'published', 'own', 'own', 'x', '{}', TRUE, TRUE, 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO example_event (id, example_id, what, note, by_id, at) VALUES ('exempelsteg-1', 'exempel-1', 'send', '', $1, '2026-01-01 00:00:00'), ('exempelsteg-2', 'exempel-2', 'publish', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO example_picture (id, example_id, blob, name, about, made_at) VALUES ('bild-1', 'exempel-1', '', 'Tyrgils.png', '', '2026-01-01 00:00:00')`,
	`INSERT INTO example_try (id, example_id, person_id, employer_id, unit_id, note, answered_by, made_at)
		VALUES ('prova-1', 'exempel-2', $1, 'k-1480', 'unit-1480', 'Tyrgils vill prova', '', '2026-01-01 00:00:00'), ('prova-2', 'exempel-2', 'learner-1480', 'k-1480', 'unit-1480', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO uptake_rule (id, node_id, employer_id, course_id, reflect, use_weeks, valid_from, valid_until, made_by, made_at, ended_by) VALUES ('regel-1', 'unit-1480', 'k-1480', 'bemotande', 'group', 6, '2026-01-01', '2026-02-01', $1, '2026-01-01 00:00:00', $1)`,
	`INSERT INTO uptake_gate (study_id, person_id, employer_id, course_id, need, fact_id, since) VALUES ('study-x', $1, 'k-1480', 'bemotande', 'group', '', '2026-01-01 00:00:00')`,
	`INSERT INTO team_task (id, node_id, unit_id, employer_id, course_id, kind, whole, due, note, reason, once_key, made_by, made_at, made_on, ended_on, ended_by)
		VALUES ('tillsammans-1', 'unit-1480', 'unit-1480', 'k-1480', 'bemotande', 'assign', TRUE, '', '', '', 'tillsammans-1', $1, '2026-01-01 00:00:00', '2026-01-01', '2026-02-01', $1)`,
	`INSERT INTO team_task_person (task_id, person_id, given_on) VALUES ('tillsammans-1', $1, '2026-01-01')`,
	`INSERT INTO use_note (id, person_id, employer_id, unit_id, course_id, title, fact_id, once_key, own, added, added_by, follow_on, state, told_for, revision, made_on, made_at, changed_at)
		VALUES ('anvand-1', $1, 'k-1480', 'unit-1480', 'bemotande', 'x', 'x', 'anvand-1', 'Tyrgils ska fråga', '', 'manager-1480', '2026-02-01', 'agreed', '', 1, '2026-01-01', '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
		('anvand-2', 'learner-1480', 'k-1480', 'unit-1480', 'bemotande', 'x', 'x', 'anvand-2', 'x', 'x', $1, '2026-02-01', 'agreed', '', 1, '2026-01-01', '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO use_follow (id, note_id, on_day, outcome, hindered, next_on, by_id, at) VALUES ('folj-1', 'anvand-1', '2026-02-01', 'used', 'Tyrgils var sjuk', '', $1, '2026-02-01 00:00:00'), ('folj-2', 'anvand-2', '2026-02-01', 'used', '', '', $1, '2026-02-01 00:00:00')`,
	`INSERT INTO reflection_target (id, employer_id, minutes, valid_from, valid_until, made_by, made_at) VALUES ('mal-1', 'k-1480', 90, '2026-01-01', '9999-12-31', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO evaluation_ask (id, kind, occasion_id, person_id, employer_id, unit_id, made_on, until_day, reminded, answered)
		VALUES ('fraga-1', 'reaction', 'tillfalle-1', $1, 'k-1480', 'unit-1480', '2026-02-02', '2026-02-16', FALSE, TRUE)`,
	`INSERT INTO guide (id, owner_id, kind, title, version, draft, ended_on, revision, made_by, made_at, changed_by, changed_at) VALUES ('mall-x', 'k-1480', 'reflection', 'x', 1, '{}', '', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO guide_version (guide_id, version, body, source, published_by, published_at) VALUES ('mall-x', 1, '{}', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO circle (id, unit_id, employer_id, leader_id, guide_id, guide_version, kind, title, body, course_id, audience, group_most, groups_set, ended_on, end_why, revision, made_by, made_at, changed_at)
		VALUES ('cirkel-1', 'unit-1480', 'k-1480', $1, 'mall-x', 1, 'reflection', 'x', '{}', '', '', 0, FALSE, '', '', 1, $1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO circle_meeting (id, circle_id, part, title, on_day, begins, minutes, place, link, state, held_minutes, held_by, why, nudged_on, revision, sequence, made_at, changed_at)
		VALUES ('traff-1', 'cirkel-1', 1, 'x', '2026-01-01', '10:00', 45, '', '', 'held', 45, $1, '', '', 1, 0, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO circle_member (circle_id, person_id, employer_id, unit_id, how, state, small_group, invited_by, invited_at, changed_at)
		VALUES ('cirkel-1', $1, 'k-1480', 'unit-1480', 'unit', 'invited', 0, 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00'), ('cirkel-1', 'learner-1480', 'k-1480', 'unit-1480', 'unit', 'invited', 0, $1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO circle_mark (id, meeting_id, person_id, employer_id, present, how, by_id, marked_at, received_at)
		VALUES ('narvaro-1', 'traff-1', $1, 'k-1480', TRUE, 'list', 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00'), ('narvaro-2', 'traff-1', 'learner-1480', 'k-1480', TRUE, 'list', $1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO circle_presence (meeting_id, person_id, employer_id, unit_id, present, alone, minutes, fact_key, marked_at) VALUES ('traff-1', $1, 'k-1480', 'unit-1480', TRUE, FALSE, 45, '', '2026-01-01 00:00:00')`,
	`INSERT INTO circle_text (meeting_id, step, text, revision, changed_by, changed_at) VALUES ('traff-1', 'start', 'x', 1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO circle_thought (meeting_id, person_id, step, employer_id, text, ticked, shared, changed_at) VALUES ('traff-1', $1, 'start', 'k-1480', 'Tyrgils tror', FALSE, TRUE, '2026-01-01 00:00:00')`,
	`INSERT INTO agreement (id, circle_id, meeting_id, unit_id, employer_id, what, owner_id, due_day, state, outcome, revision, reminded_on, made_by, made_at, changed_by, changed_at)
		VALUES ('avtal-1', 'cirkel-1', 'traff-1', 'unit-1480', 'k-1480', 'x', $1, '2026-02-01', 'open', '', 1, '', $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO day_close (occasion_id, closed_by, closed_at) VALUES ('tillfalle-1', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO day_outcome (booking_id, occasion_id, person_id, employer_id, outcome, minutes, of_minutes, enough, why, decided_by, settled, revision, changed_at)
		VALUES ('plats-1', 'tillfalle-1', $1, 'k-1480', 'part', 10, 20, FALSE, 'Tyrgils gick', 'x', TRUE, 1, '2026-01-01 00:00:00'),
		('plats-2', 'tillfalle-1', 'learner-1480', 'k-1480', 'part', 10, 20, FALSE, '', $1, TRUE, 1, '2026-01-01 00:00:00')`,
	`INSERT INTO day_look (occasion_id, viewer_id, on_day) VALUES ('tillfalle-1', $1, '2026-01-01')`,
	`INSERT INTO interest (id, person_id, course_id, employer_id, municipality_id, unit_id, period, weekdays, hours, made_at, changed_at)
		VALUES ('intresse-1', $1, 'bemotande', 'k-1480', 'k-1480', 'unit-1480', '', '', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO course_need (person_id, course_id, reason, employer_id, municipality_id) VALUES ($1, 'bemotande', 'hired', 'k-1480', 'k-1480')`,
	`INSERT INTO stated_need (id, node_id, employer_id, municipality_id, course_id, period, people, note, revision, made_by, made_at, latest)
		VALUES ('uppgivet-1', 'k-1480', 'k-1480', 'k-1480', 'bemotande', '2026-1', 3, '', 1, $1, '2026-01-01 00:00:00', TRUE)`,
	`INSERT INTO appointment (id, kind, person_id, employer_id, home_id, valid_from, valid_until, task, state, away_since, revision, made_by, made_at) VALUES ('utsedd-1', 'leader', $1, 'k-1480', 'k-1480', '2026-01-01', '9999-12-31', 'x', 'standing', '', 1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO appointment (id, kind, person_id, employer_id, home_id, valid_from, valid_until, task, state, away_since, revision, made_by, made_at) VALUES ('utsedd-2', 'leader', 'learner-1480', 'k-1480', 'k-1480', '2026-01-01', '9999-12-31', 'x', 'standing', '', 1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO appointment_place (appointment_id, node_id) VALUES ('utsedd-1', 'unit-1480')`,
	`INSERT INTO appointment_span (id, appointment_id, node_id, kind, valid_from, valid_until, grant_id) VALUES ('tid-1', 'utsedd-1', 'unit-1480', 'leader', '2026-01-01', '9999-12-31', '')`,
	`INSERT INTO appointment_answer (appointment_id, side, yes, by_id, at) VALUES ('utsedd-2', 'lender', TRUE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO appointment_event (id, appointment_id, what, note, by_id, at) VALUES ('hande-1', 'utsedd-2', 'made', '', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO appointment_setting (employer_id, kind, demanded, courses, contact, revision, changed_by, changed_at) VALUES ('k-1480', 'leader', TRUE, '[]', '', 1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO appointment_reach (person_id, employer_id, reach, show_name) VALUES ($1, 'k-1480', 'x', TRUE)`,
	`INSERT INTO introduction_template (id, owner_id, made_by, made_at) VALUES ('intro-mall', 'rss-GR', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO introduction_version (template_id, version, valid_from, source, body, made_by, made_at) VALUES ('intro-mall', 1, '2026-01-01', '', '{"id":"intro-mall","name":"x","months":1,"items":[{"id":"a","when":"day_1","text":"x","easy":"x","who":"self"}]}', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO introduction_use (node_id, template_id, used, made_by, made_at) VALUES ('k-1480', 'intro-mall', TRUE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO workplace_item (id, node_id, template_id, moment, text, easy, who, course_id, minutes, position, ended_on, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('punkt-1', 'unit-1480', '', 'day_1', 'x', '', 'self', '', 0, 1, '', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO introduction (id, person_id, employer_id, unit_id, employment_id, once_key, why, template_id, version, form, area, start_day, state, paused_on, paused_days, done_on, ended_on, end_reason, asks_mentor, asks_buddy, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('intro-1', $1, 'k-1480', 'unit-1480', 'e-' || $1, 'employment:e-' || $1, 'new', 'intro-mall', 1, 'permanent', '', '2026-01-01', 'active', '', 0, '', '', 'Tyrgils slutar', TRUE, TRUE, 1, 'x', '2026-01-01 00:00:00', 'x', '2026-01-01 00:00:00'),
		('intro-2', 'learner-1480', 'k-1480', 'unit-1480', 'e-learner', 'employment:e-learner', 'hand', 'intro-mall', 1, 'permanent', '', '2026-01-01', 'active', '', 0, '', '', '', TRUE, TRUE, 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO introduction_tick (introduction_id, item_id, how, by_id, on_day, at) VALUES ('intro-1', 'a', 'self', $1, '2026-01-01', '2026-01-01 00:00:00'), ('intro-2', 'a', 'colleague', $1, '2026-01-01', '2026-01-01 00:00:00')`,
	`INSERT INTO introduction_ask (introduction_id, item_id, person_id, code, until, made_at) VALUES ('intro-2', 'punkt-1', $1, '', '2036-01-01 00:00:00', '2026-01-01 00:00:00')`,
	`INSERT INTO introduction_guide (id, introduction_id, person_id, employer_id, part, from_day, until_day, made_by, made_at) VALUES ('guide-1', 'intro-2', $1, 'k-1480', 'mentor', '2026-01-01', '9999-12-31', $1, '2026-01-01 00:00:00'),
		('guide-2', 'intro-2', 'manager-1480', 'k-1480', 'buddy', '2026-01-01', '9999-12-31', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO introduction_meeting (id, introduction_id, item_id, on_day, state, revision, made_by, made_at, changed_by, changed_at) VALUES ('samtal-1', 'intro-1', '', '2026-01-02', 'held', 1, 'x', '2026-01-01 00:00:00', 'x', '2026-01-01 00:00:00'),
		('samtal-2', 'intro-2', '', '2026-01-02', 'held', 1, $1, '2026-01-01 00:00:00', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO introduction_note (id, meeting_id, by_id, body, at) VALUES ('anteckning-1', 'samtal-1', 'learner-1480', 'Tyrgils kan', '2026-01-01 00:00:00'), ('anteckning-2', 'samtal-2', $1, 'Tyrgils skrev', '2026-01-01 00:00:00')`,
	`INSERT INTO supervision (id, by_id, employer_id, unit_id, on_day, minutes, topic, made_at) VALUES ('handledning-1', $1, 'k-1480', 'unit-1480', '2026-01-01', 30, 'Tyrgils ledde', '2026-01-01 00:00:00'), ('handledning-2', 'learner-1480', 'k-1480', 'unit-1480', '2026-01-01', 30, 'x', '2026-01-01 00:00:00')`,
	`INSERT INTO supervision_person (supervision_id, person_id, employer_id, denied) VALUES ('handledning-1', 'learner-1480', 'k-1480', FALSE), ('handledning-2', $1, 'k-1480', FALSE)`,
	`INSERT INTO scheme (id, owner_id, title, newest, ended_on, ended_by, made_by, made_at) VALUES ('krav-1', 'k-1480', 'x', 1, '2026-01-01', $1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO scheme_version (scheme_id, number, valid_from, body, made_by, made_at) VALUES ('krav-1', 1, '2026-01-01', '{}', $1, '2026-01-01 00:00:00')`,
	`INSERT INTO unit_programme (id, scheme_id, unit_id, employer_id, joined_on, left_on, leader_id, hidden, revision, made_by, made_at)
		VALUES ('program-1', 'krav-1', 'unit-1480', 'k-1480', '2026-01-01', '9999-12-31', $1, FALSE, 1, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO unit_event (id, programme_id, kind, step, on_day, held_on, note, by_rule, by_id, at) VALUES ('steg-1', 'program-1', 'joined', '', '2026-01-01', '', '', FALSE, $1, '2026-01-01 00:00:00')`,
	`INSERT INTO unit_task (id, programme_id, person_id, employer_id, requirement, passed, comment, on_day, by_id, at, ended_on, ended_by, ended_why)
		VALUES ('uppgift-1', 'program-1', $1, 'k-1480', 'x', TRUE, 'Tyrgils kan', '2026-01-01', 'x', '2026-01-01 00:00:00', '9999-12-31', '', ''),
		('uppgift-2', 'program-1', 'learner-1480', 'k-1480', 'x', TRUE, '', '2026-01-01', $1, '2026-01-01 00:00:00', '2026-01-02', $1, '')`,
	`INSERT INTO erasure (id, employer_id, day, reason, made_by, counts, total, whole, mark) VALUES ('erasure-1', 'k-1480', '2026-01-01', 'asked', $1, '{}', 0, TRUE, '')`,
}

// namesPerson are the columns that hold a person's id, by how they are called.
var namesPerson = regexp.MustCompile(`^(\w*person\w*|\w+_by|viewer_id|owner_id|actor_id|by_id|about_id|manager)$`)

// neverPerson are columns called so that hold other ids.
var neverPerson = map[string]string{
	"employment.made_by":          "the import that made it",
	"employment_period.opened_by": "the import that opened it",
	"employment_period.closed_by": "the import that closed it",
	"course.owner_id":             "a place",
	"journey.owner_id":            "a place",
	"journey_draft.owner_id":      "a place",
	"framework.owner_id":          "a place",
	"programme_map.owner_id":      "a place",
	"role_description.owner_id":   "a place",
	"career_path.owner_id":        "a place",
	"station_template.owner_id":   "a place",
	"pilot.owner_id":              "a place",
	"network.owner_id":            "a place",
	"scheme.owner_id":             "a place",
	"material.owner_id":           "a place",
	"toolbox.owner_id":            "a place",
	"role_grant.lent_by":          "the employer that lends the person",
	"guide.owner_id":              "a place",

	"introduction_template.owner_id": "a place",
}

// mayRemain are the places where something of an erased person may still stand, each with why.
var mayRemain = map[string]string{
	"erasure.mark": "a keyed hash of employer and person, by which a restored backup is erased again",
}

func TestErasingLeavesNothing(t *testing.T) {
	t.Parallel()
	w, log := listening(t)
	code := w.leaveTraces(t, "")
	hash := w.upload(t)
	before := w.find(t, tracedValues)
	for _, column := range w.personColumns(t) {
		if !slices.Contains(before, column) && neverPerson[column] == "" {
			t.Errorf("nothing of the person stands in %s before: add a row to traces, so that this test sees that it goes", column)
		}
	}
	seen, err := w.app.Privacy.Preview(t.Context(), may.Operator(), "k-1480", tracedID)
	if err != nil {
		t.Fatal(err)
	}
	if again := w.find(t, tracedValues); !slices.Equal(again, before) && len(again) < len(before) {
		t.Errorf("looking at what would go has changed something: %v, was %v", again, before)
	}
	log.Reset() // what was logged while the person was here is within the log's own time; from here on nothing
	done, err := w.app.Privacy.Erase(t.Context(), may.Operator(), "k-1480", tracedID, privacy.Asked)
	if err != nil {
		t.Fatal(err)
	}
	if !done.Whole || done.Total != seen.Total || done.Files != 1 || done.Counts["fact"] != 2 || done.Counts["certificate"] != 1 || done.Counts["person"] != 1 {
		t.Errorf("%+v, seen before %+v", done, seen)
	}
	for _, column := range w.find(t, append(slices.Clone(tracedValues), tracedWords, strings.ReplaceAll(code, "-", ""), code)) {
		if mayRemain[column] == "" {
			t.Errorf("something of the person is left in %s", column)
		}
	}
	if _, err := w.app.Blobs.Get(t.Context(), hash); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("the uploaded file is there: %v", err)
	}
	w.noFileTells(t, tracedValues)
	w.unknownCode(t, code)
	for _, secret := range tracedValues {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %q", secret)
		}
	}
	if _, err := w.app.Privacy.Erase(t.Context(), may.Operator(), "k-1480", tracedID, privacy.Asked); !errors.Is(err, staff.ErrNoPerson) {
		t.Errorf("erased twice: %v", err)
	}
	looked, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT viewer_id FROM access_log WHERE id = 'look-1'`)
	if err != nil || looked != may.Erased {
		t.Errorf("who was looked at sees no longer that somebody looked: %q %v", looked, err)
	}
}

func TestErasingKeepsWhatADifferentControllerHolds(t *testing.T) {
	t.Parallel()
	w, _ := listening(t)
	code := w.leaveTraces(t, "k-2480")
	done, err := w.app.Privacy.Erase(t.Context(), may.Operator(), "k-1480", tracedID, privacy.Decided)
	if err != nil {
		t.Fatal(err)
	}
	if done.Whole || done.Counts["fact"] != 2 || done.Counts["certificate"] != 1 || done.Counts["employee"] != 1 || done.Counts["person"] != 0 || done.Counts["role_grant"] != 1 {
		t.Errorf("%+v", done)
	}
	facts, err := w.app.Record.Facts(t.Context(), tracedID)
	if err != nil || len(facts) != 1 || facts[0].ControllerID != "k-2480" {
		t.Errorf("%+v %v", facts, err)
	}
	cards, err := w.app.Staff.Cards(t.Context(), tracedID)
	if err != nil || len(cards) != 1 || cards[0].EmployerID != "k-2480" || cards[0].FirstName != "Annat" {
		t.Errorf("%+v %v", cards, err)
	}
	for _, column := range w.find(t, []string{tracedFirst, tracedLast, tracedMail, tracedMobile, tracedNumber}) {
		// What the person has written, and chosen to be called, is the person's own while anybody holds something.
		if !slices.Contains([]string{"answer.body", "account.login", "journey_choice.note"}, column) {
			t.Errorf("a name or number that the erased employer knew is left in %s", column)
		}
	}
	w.unknownCode(t, code)
}

// unknownCode holds a code against one that never was.
func (w *world) unknownCode(t *testing.T, code string) {
	t.Helper()
	got, err := w.app.Certificates.Verify(t.Context(), code, w.app.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	want, err := w.app.Certificates.Verify(t.Context(), "ACDE-FGHJ-3467", w.app.Staff.Today())
	if err != nil || got != want {
		t.Errorf("the code of an erased certificate answers %+v, one that never was %+v, %v", got, want, err)
	}
}

// notCopied are tables with a person's id that the own copy leaves out, each with why.
var notCopied = map[string]string{
	"person": "an id", "employee_before": "what an undo would bring back of what is given out", "staff_import_row": "the same, on its way in",
	"employment_period": "given out as employment", "session": "given out when there is one", "erasure": "names nobody",
	"language_counted": "that somebody was counted in a figure that was told, of what is given out",
	"search_person":    "words of the name", "standing": "counted from what is given out", "gap_position": "counted from what is given out", "standing_dirty": "that it is to be counted", "message_digest": "when the last digest went",
}

func TestTheOwnCopyHasEveryTable(t *testing.T) {
	t.Parallel()
	w, _ := listening(t)
	w.leaveTraces(t, "k-2480")
	w.upload(t)
	own, err := w.app.Privacy.Own(t.Context(), may.Actor{PersonID: tracedID})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := w.app.Privacy.Export(t.Context(), may.Operator(), "k-1480", tracedID)
	if err != nil {
		t.Fatal(err)
	}
	given := map[string]bool{}
	for _, s := range own.Sheets {
		given[s.Name] = true
		for _, row := range s.Rows {
			for i, cell := range row {
				if text, ok := cell.(string); ok && (strings.Contains(text, tracedHash) || strings.Contains(s.Columns[i], "hash")) {
					t.Errorf("a hash is given out in %s.%s", s.Name, s.Columns[i])
				}
			}
		}
	}
	for _, column := range w.personColumns(t) {
		if table, name, _ := strings.Cut(column, "."); name == "person_id" && !given[table] && notCopied[table] == "" {
			t.Errorf("the own copy has nothing of %s: give the room's Copy a statement", table)
		}
	}
	for _, s := range theirs.Sheets {
		if s.Name == "answer" || s.Name == "test_answer" || s.Name == "account" || s.Name == "session" {
			t.Errorf("an employer is given %s", s.Name)
		}
		for _, row := range s.Rows {
			if s.Name == "employee" && row[1] != tracedFirst || s.Name == "fact" && row[4] == "forflyttning" {
				t.Errorf("an employer is given another's %s: %v", s.Name, row)
			}
		}
	}
}

// leaveTraces makes the person do and be everything that the program knows of, at the first
// municipality, and with other also work for another employer. It gives the code of a certificate.
func (w *world) leaveTraces(t *testing.T, other string) string {
	t.Helper()
	ctx, a := t.Context(), w.app
	err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := employ(ctx, tx, tracedID, "k-1480", "unit-1480"); err != nil {
			return err
		}
		if err := run(ctx, tx, `UPDATE employee SET first_name = $2, last_name = $3, sort_name = $3, email = $4, mobile = $5 WHERE person_id = $1`,
			tracedID, tracedFirst, tracedLast, tracedMail, tracedMobile); err != nil {
			return err
		}
		for _, q := range []string{
			`UPDATE employment SET number = '` + tracedNumber + `', match_key = 'n:` + tracedNumber + `' WHERE person_id = $1`,
			`UPDATE person SET identity_hash = '` + tracedHash + `' WHERE id = $1`,
			`INSERT INTO staff_import (id, employer_id, made_by, made_at, as_of, state, options, result)
				VALUES ('import-1480', 'k-1480', $1, '2026-01-01 00:00:00', '2026-01-01', 'staged', '{}',
				'{"new":1,"warnings":[{"row":2,"key":"x","args":{"value":"` + tracedMail + `"}}],"more":{"managers":{"named":[{"PersonID":"' || $1 || '","UnitID":"unit-1480"}]},"accounts":["' || $1 || '"]}}')`,
		} {
			if err := run(ctx, tx, q, tracedID); err != nil {
				return err
			}
		}
		if err := a.Outbox.Add(ctx, tx, mail.Message{PersonID: tracedID, Channel: mail.Email, Address: tracedMail, Subject: "Hej " + tracedFirst, Body: tracedLast}); err != nil {
			return err
		}
		for _, n := range []message.Note{
			{PersonID: tracedID, EmployerID: "k-1480", Key: "x", Args: map[string]string{"name": tracedFirst}},
			{PersonID: "manager-1480", EmployerID: "k-1480", AboutID: tracedID, Key: "x", Args: map[string]string{"name": tracedFirst}, Href: "/min-grupp/person/" + tracedID},
		} {
			if err := a.Messages.Tell(ctx, tx, n); err != nil {
				return err
			}
		}
		for _, f := range []record.Fact{
			{PersonID: tracedID, Kind: record.Completed, CourseID: "bemotande", Version: 1, Source: record.FromCourse, ActorID: tracedID, ControllerID: "k-1480", Detail: `{"study":"study-1"}`},
			{PersonID: tracedID, Kind: record.Credited, CourseID: "demens-abc", Source: record.FromOwnWord, ActorID: tracedID, ControllerID: "k-1480", OnceKey: "own-word:" + tracedID + ":demens-abc"},
			{PersonID: "learner-1480", Kind: record.Completed, CourseID: "demens-abc", Source: record.FromExternal, ActorID: tracedID, ControllerID: "k-1480", Detail: `{"report":"report-2"}`},
		} {
			if _, err := a.Record.Append(ctx, tx, f); err != nil {
				return err
			}
		}
		if other != "" {
			return w.alsoAt(ctx, tx, other)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	client := w.browser(t, tracedID)
	get(t, client, w.base+"/installningar")
	if err := a.Access.SetLogin(ctx, may.Actor{PersonID: tracedID}, tracedLogin); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Access.GiveCode(ctx, may.Operator(), tracedID, access.ForDemo); err != nil {
		t.Fatal(err)
	}
	for _, q := range traces {
		var args []any
		if strings.Contains(q, "$1") {
			args = append(args, tracedID)
		}
		if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return run(ctx, tx, q, args...) }); err != nil {
			t.Fatal(fmt.Errorf("%w: %s", err, q))
		}
	}
	code, err := db.One(ctx, a.DB, db.Text, `SELECT code FROM certificate WHERE person_id = $1`, tracedID)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// alsoAt lets the person work for another employer too, under another name, and learn there.
func (w *world) alsoAt(ctx context.Context, tx *db.Tx, employer string) error {
	for _, q := range []string{
		`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ('` + employer + `', $1, 'Annat', 'Namn', 'x', 'annat@example.org', '', FALSE, '')`,
		`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-other', '` + employer + `', 'n:4', '4', $1, 'test')`,
	} {
		if err := run(ctx, tx, q, tracedID); err != nil {
			return err
		}
	}
	_, err := w.app.Record.Append(ctx, tx, record.Fact{PersonID: tracedID, Kind: record.Completed, CourseID: "forflyttning", Source: record.FromCourse, ActorID: tracedID, ControllerID: employer})
	return err
}

func run(ctx context.Context, tx *db.Tx, q string, args ...any) error {
	_, err := tx.Exec(ctx, q, args...)
	return err
}

// upload gives the person's report of an external course a certificate, through the page's own way.
func (w *world) upload(t *testing.T) string {
	t.Helper()
	hash, _, err := w.app.Blobs.Put(t.Context(), strings.NewReader("%PDF-1.7 "+tracedFirst))
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.app.DB.Exec(t.Context(), `
		INSERT INTO external_report (id, person_id, course_id, version, done_on, blob, file_name, made_at, decided_by, decision, reason)
		VALUES ('report-1', $1, 'demens-abc', 1, '2026-01-01', $2, $3, $4, '', '', '')`,
		tracedID, hash, tracedFirst+".pdf", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// find gives every column in which any of the values stands, in our tables and in the queue's.
func (w *world) find(t *testing.T, values []string) []string {
	t.Helper()
	var out []string
	err := w.app.DB.Snapshot(t.Context(), func(tx *db.Tx) error {
		tables, err := db.Tables(t.Context(), tx)
		if err != nil {
			return err
		}
		tables = append(tables, db.Table{Name: "river_job", Columns: []db.Column{{Name: "args", Type: db.TypeText}, {Name: "metadata", Type: db.TypeText}}})
		for _, table := range tables {
			for _, c := range table.Columns {
				if c.Type != db.TypeText {
					continue
				}
				cells, err := db.All(t.Context(), tx, db.Text, `SELECT DISTINCT CAST(`+c.Name+` AS TEXT) FROM `+table.Name+` WHERE `+c.Name+` IS NOT NULL`)
				if err != nil {
					return err
				}
				if slices.ContainsFunc(cells, func(cell string) bool { return tells(cell, values) }) {
					out = append(out, table.Name+"."+c.Name)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tells tells whether a text has any of the values, plain or in base64.
func tells(text string, values []string) bool {
	if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
		text += string(raw)
	}
	return slices.ContainsFunc(values, func(v string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(v)) })
}

// personColumns are the columns that by their name hold a person's id.
func (w *world) personColumns(t *testing.T) []string {
	t.Helper()
	var out []string
	err := w.app.DB.Snapshot(t.Context(), func(tx *db.Tx) error {
		tables, err := db.Tables(t.Context(), tx)
		for _, table := range tables {
			for _, c := range table.Columns {
				if c.Type == db.TypeText && namesPerson.MatchString(c.Name) {
					out = append(out, table.Name+"."+c.Name)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// noFileTells looks into every file that the installation keeps.
func (w *world) noFileTells(t *testing.T, values []string) {
	t.Helper()
	err := w.app.Blobs.Each(t.Context(), func(hash string) error {
		f, err := w.app.Blobs.Get(t.Context(), hash)
		if err != nil {
			return err
		}
		defer f.Close()
		body, err := io.ReadAll(f)
		for _, v := range values {
			if bytes.Contains(body, []byte(v)) {
				t.Errorf("the file %s tells %q", hash, v)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
