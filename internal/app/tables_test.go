package app_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/platform/db"
)

// tables tells whose each table is. Only its owner writes it, and only its owner reads it, but for
// the exceptions below. The queue's own tables are behind platform/job.
var tables = map[string]string{
	"setting": "platform/db",
	"node":    "org", "node_place": "org", "municipality_rss": "org", "reference": "org", "title_rule": "org",
	"tree_change": "org", "node_alias": "org", "healthcare": "org", "home_care": "org", "function_holder": "org", "function_switch": "org", "contact": "org", "title_change": "org",
	"person": "staff", "employee": "staff", "employee_before": "staff", "employment": "staff", "employment_period": "staff",
	"serves": "staff", "leave": "staff", "staff_import": "staff", "staff_import_row": "staff",
	"account": "access", "signin_code": "access", "session": "access", "passkey": "access", "throttle": "access", "role_grant": "access", "role_log": "access",
	"fact": "record", "record_share": "record",
	"course": "course", "course_version": "course", "course_current": "course", "course_file": "course", "study": "course", "study_step": "course",
	"study_task": "course", "answer": "course", "test_try": "course", "test_answer": "course", "external_report": "course",
	"journey_draft": "journey", "draft_revision": "journey", "draft_touch": "journey", "journey_pilot": "journey", "course_pilot": "course",
	"synonym": "org", "reference_change": "org",
	"journey": "journey", "journey_version": "journey", "journey_switch": "journey", "layer": "journey", "journey_choice": "journey",
	"layer_draft": "journey", "layer_stand": "journey", "layer_answer": "journey", "course_local": "course", "course_local_done": "course",
	"certificate": "certificate",
	"note":        "message", "message_wish": "message", "message_digest": "message",
	"assignment": "journey", "reminder": "group",
	"data_request": "privacy", "erasure": "privacy", "retention": "privacy", "retention_warning": "privacy",
	"search_doc": "search", "search_word": "search", "search_person": "search", "search_near": "search", "search_mark": "search",
	"standing": "report", "standing_list": "report", "standing_dirty": "report", "standing_pass": "report", "summary": "report",
	"api_key": "access", "api_call": "platform/api", "access_log": "platform/audit", "task": "platform/job", "river_job": "platform/job", "message": "platform/mail",
	"framework": "framework", "framework_version": "framework", "profile_layer": "profile", "role_level": "profile", "role_description": "profile", "career_path": "profile",
	"merit": "competence", "validation": "competence", "validation_part": "competence", "validation_mark": "competence", "programme_map": "competence", "merit_import": "competence", "merit_import_row": "competence", "assessment": "competence",
	"assessment_ask": "competence", "specialist_group": "competence", "specialist_role": "competence",
	"language_level": "competence", "language_figure": "competence", "language_count": "competence", "language_counted": "competence",
	"development_plan": "development", "development_item": "development", "development_consent": "development", "development_follow": "development", "development_study": "development",
	"development_duty": "development", "development_sheet": "development",
	"gap_position": "gap", "gap_list": "gap", "gap_tally": "gap", "gap_month": "gap", "gap_hire": "gap", "gap_age": "gap",
	"gap_summary": "gap", "gap_told": "gap", "joint_choice": "gap", "joint_work": "gap", "joint_answer": "gap",
	"journey_switch_change": "journey",
	"evaluation_ask":        "evaluation", "evaluation_answer": "evaluation",
	"occasion": "occasion", "occasion_owner": "occasion", "occasion_session": "occasion", "session_part": "occasion", "trainer": "occasion", "trainer_approval": "occasion",
	"session_trainer": "occasion", "occasion_change": "occasion", "calendar_feed": "occasion", "invitation": "occasion",
	"quota": "booking", "quota_change": "booking", "seat_rule": "booking", "guest": "booking", "guest_organisation": "booking", "day_asked": "booking", "booking": "booking", "booking_event": "booking", "booking_choice": "booking",
	"staffing_limit": "staffing", "work_group": "staffing", "staffing_record": "staffing",
	"day_need": "attendance", "day_mark": "attendance", "day_code": "attendance", "day_close": "attendance", "day_outcome": "attendance", "day_look": "attendance",
	"interest": "demand", "stated_need": "demand", "course_need": "demand", "course_need_pass": "demand",
	"station_template": "practice", "station": "practice", "station_assessor": "practice", "skill_try": "practice", "skill_due": "practice", "skill_request": "practice", "skill_request_event": "practice", "pilot": "practice", "pilot_decision": "practice", "pilot_occasion": "practice", "pilot_lesson": "practice", "network": "practice", "network_meeting": "practice", "network_member": "practice", "network_tick": "practice",
	"material": "library", "material_revision": "library", "material_file": "library", "toolbox": "library", "toolbox_item": "library", "library_package": "library", "library_tag": "library", "library_word": "library",
	"example": "library", "example_event": "library", "example_picture": "library", "example_try": "library",
	"appointment": "appointment", "appointment_place": "appointment", "appointment_span": "appointment", "appointment_answer": "appointment", "appointment_event": "appointment", "appointment_setting": "appointment", "appointment_reach": "appointment", "ambassador_request": "appointment",
	"preset_load": "preset", "preset_made": "preset", "preset_busy": "preset",
	"guide": "circle", "guide_version": "circle", "circle": "circle", "circle_meeting": "circle", "circle_member": "circle", "circle_mark": "circle", "circle_presence": "circle", "circle_text": "circle", "circle_thought": "circle", "agreement": "circle",
	"introduction_template": "introduction", "introduction_version": "introduction", "introduction_use": "introduction", "workplace_item": "introduction", "introduction": "introduction", "introduction_tick": "introduction", "introduction_ask": "introduction", "introduction_guide": "introduction", "introduction_meeting": "introduction", "introduction_note": "introduction", "supervision": "introduction", "supervision_person": "introduction", "introduction_told": "introduction",
	"uptake_rule": "uptake", "uptake_gate": "uptake", "team_task": "uptake", "team_task_person": "uptake", "use_note": "uptake", "use_follow": "uptake", "reflection_target": "uptake", "reflection_told": "uptake",
	"scheme": "certification", "scheme_version": "certification", "scheme_course": "certification", "unit_programme": "certification", "unit_before": "certification", "unit_event": "certification", "unit_task": "certification", "unit_state": "certification", "unit_due": "certification",
	"goose_db_version": "platform/db",
}

// mayRead are reads across rooms. "*" is every room.
var mayRead = map[string]string{
	"* node":                   "the tree stands under everything",
	"* node_place":             "paths and names valid on a day are joined where the rows are, in one question",
	"access employee":          "the visitor's first name, once a request; who can be given a role, by name",
	"access employment_period": "a role at an employer counts while its holder works there; derived once a request",
	"access note":              "how many messages the visitor has not read, once a request",
	"access employment":        "whether the visitor has more than one employer, once a request",
	"message person":           "a link in a letter may outlive the person: whether anybody is there",
	"search employee":          searchPeople,
	"search employment_period": searchPeople,
	"search serves":            searchPeople,
	"report person":            "whom an undone import has taken away",
	"report employment_period": "who is touched when an employer's staff or a place's decisions change, in one statement over thousands",
	"report serves":            "who serves under a place whose decisions change",
	"journey municipality_rss": "which RSS recommends, per journey and day (rule 2)",
	"staff fact":               staffUndo,
	"staff study":              staffUndo,
	"staff account":            staffUndo,
	"staff signin_code":        staffUndo,
	"staff passkey":            staffUndo,
	"staff message_wish":       staffUndo,
	"staff message_digest":     staffUndo,
	"staff record_share":       staffUndo,
	"staff external_report":    staffUndo,
	"staff journey_choice":     staffUndo,
	"staff certificate":        staffUndo,
	"staff assignment":         staffUndo,
	"staff reminder":           staffUndo,
	"staff role_grant":         staffUndo,
	"staff layer":              staffUndo,
	"staff layer_draft":        staffUndo,
	"staff layer_stand":        staffUndo,
	"staff layer_answer":       staffUndo,
	"staff course_local":       staffUndo,
	"staff course_local_done":  staffUndo,
	"staff title_rule":         staffUndo,
	"staff course":             staffUndo,
	"staff journey":            staffUndo,
	"staff note":               staffUndo,
	"staff role_level":         staffUndo,
	"staff merit":              staffUndo,
	"staff validation":         staffUndo,
	"staff merit_import_row":   staffUndo,
	"staff assessment":         staffUndo,
	"staff development_plan":   staffUndo,
	"staff development_duty":   staffUndo,
	"staff development_sheet":  staffUndo,
	"staff framework":          staffUndo,
	"staff profile_layer":      staffUndo,
	"staff role_description":   staffUndo,
	"staff career_path":        staffUndo,
	"staff assessment_ask":     staffUndo,
	"staff language_level":     staffUndo,
	"staff language_counted":   staffUndo,
	"staff specialist_group":   staffUndo,

	"staff staffing_limit":  staffUndo,
	"staff work_group":      staffUndo,
	"staff staffing_record": staffUndo,

	"staff gap_hire":      staffUndo,
	"staff gap_age":       staffUndo,
	"staff trainer":       staffUndo,
	"staff calendar_feed": staffUndo,
	"staff invitation":    staffUndo,
	"staff booking":       staffUndo,
	"staff interest":      staffUndo,
	"staff stated_need":   staffUndo,
	"practice booking":    "the gate of a course: at which occasions its student has a seat, in the transaction that ends the study",
	"staff unit_task":     staffUndo, "staff unit_programme": staffUndo, "staff scheme": staffUndo,
	"staff skill_try": staffUndo, "staff skill_due": staffUndo, "staff station_assessor": staffUndo, "staff network_member": staffUndo, "staff network_tick": staffUndo, "staff skill_request": staffUndo,
	"staff material": staffUndo, "staff toolbox": staffUndo, "staff example": staffUndo, "staff example_try": staffUndo,
	"staff appointment": staffUndo, "staff appointment_place": staffUndo, "staff appointment_span": staffUndo, "staff appointment_reach": staffUndo,
	"staff circle": staffUndo, "staff circle_member": staffUndo, "staff guide": staffUndo,
	"staff introduction": staffUndo, "staff introduction_guide": staffUndo, "staff introduction_ask": staffUndo, "staff supervision_person": staffUndo, "staff supervision": staffUndo, "staff workplace_item": staffUndo, "staff introduction_use": staffUndo,
	"staff preset_load": staffUndo, "staff preset_made": staffUndo,
	"staff use_note": staffUndo, "staff team_task_person": staffUndo, "staff uptake_gate": staffUndo, "staff uptake_rule": staffUndo, "staff team_task": staffUndo,
	"gap person": "whom an undone import has taken away",

	"occasion course":         occasionTitle,
	"occasion course_version": occasionTitle,
	"staff day_need":          staffUndo, "staff day_mark": staffUndo, "staff day_outcome": staffUndo,

	"booking municipality_rss": "which municipalities an RSS's course days are for, in the transaction that books",
	"booking occasion_owner":   "which course days are for a place, in the question that lists them",
	"booking occasion":         seatsOfDays,
	"booking occasion_session": seatsOfDays,

	"competence employee":          competenceFinds,
	"competence employment_period": competenceFinds,
	"competence serves":            competenceFinds,
	"competence record_share":      "what a person lets an employer see is a condition of the question, as in the record",

	"privacy employee":          privacyFinds,
	"privacy employment":        privacyFinds,
	"privacy employment_period": privacyFinds,
	"privacy person":            privacyFinds,
	"privacy account":           privacyFinds,
	"privacy role_grant":        privacyFinds,
	"staff tree_change":         staffUndo,
	"staff node_alias":          staffUndo,
	"staff function_holder":     staffUndo,
	"staff healthcare":          staffUndo,
	"staff home_care":           staffUndo,
	"staff title_change":        staffUndo,
}

const occasionTitle = "what an occasion's course is called now, and whose it is, stands beside it in one question"
const seatsOfDays = "a seat is one of a day: which days a person has, and which of them clash, is one question"

const competenceFinds = "whose papers the actor may check is a condition of the question, which is counted and paged"

const privacyFinds = "whom an employer keeps no longer, and finding a person among all that it knows, is one question each"

const searchPeople = "whom the searcher may see is a condition of the question, not a filter after it"

const staffUndo = "undoing an import takes people and places back only where nothing has come to hang on them"

// mayWrite are writes across rooms.
var mayWrite = map[string]string{
	"staff node":             "no-op update: one import at a time per employer",
	"report node":            "no-op update: one submission at a time per municipality",
	"gap node":               "no-op update: one submission or decision at a time per municipality",
	"profile node":           "no-op update: one change of what a place asks for at a time",
	"journey node":           "no-op update: one change at a time per node",
	"competence node":        "no-op update: one change of an employer's roles or figures at a time",
	"competence person":      "no-op update: one change about a person at a time",
	"staffing node":          "no-op update: one who says when people of a unit work at a time",
	"access node":            "no-op update: one change of a place's roles at a time",
	"demand node":            "no-op update: one number of a place's need at a time",
	"uptake node":            "no-op update: one change of what comes after courses at a place at a time",
	"demo person":            demoMakes,
	"demo employee":          demoMakes,
	"demo employment":        demoMakes,
	"demo employment_period": demoMakes,
	"demo serves":            demoMakes,
}

const demoMakes = "invented people who work for two employers and in two units, which no staff file tells"

var (
	reads  = regexp.MustCompile(`\b(?:FROM|JOIN)\s+([a-z_]+)`)
	writes = regexp.MustCompile(`\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+([a-z_]+)`)
)

func TestEachTableIsTouchedByItsRoomOnly(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, f := range sources(t) {
		at := doorOf(module + "/" + f.folder)
		if f.isTest || at.kind == isKit || at.kind == isCommand {
			continue
		}
		room := at.noun
		if room == "" {
			room = strings.TrimPrefix(f.folder, "internal/")
		}
		check := func(table, what string, allowed map[string]string, where token.Position) {
			for _, key := range []string{room + " " + table, "* " + table} {
				if allowed[key] != "" {
					used[what+key] = true
					return
				}
				if what == "reads" && mayWrite[key] != "" {
					return // who may write a table may look at it
				}
			}
			if owner := tables[table]; owner != "" && owner != room {
				t.Errorf("%s: %s %s %s, which is %s's", where, room, what, table, owner)
			}
		}
		f.texts(func(text string, where token.Position) {
			for _, m := range writes.FindAllStringSubmatch(text, -1) {
				check(m[1], "writes", mayWrite, where)
			}
			for _, m := range reads.FindAllStringSubmatch(writes.ReplaceAllString(text, ""), -1) {
				check(m[1], "reads", mayRead, where)
			}
		})
		loads(f, func(table string, where token.Position) { check(table, "writes", mayWrite, where) })
	}
	for key := range mayRead {
		if !used["reads"+key] {
			t.Errorf("nobody needs the exception that %s is read", key)
		}
	}
	for key := range mayWrite {
		if !used["writes"+key] {
			t.Errorf("nobody needs the exception that %s is written", key)
		}
	}
}

func TestEveryTableHasAnOwner(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(db.Migrations(), "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(db.Migrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?i)\bCREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)`).FindAllStringSubmatch(string(text), -1) {
			if tables[m[1]] == "" {
				t.Errorf("%s: the table %s belongs to no room; add it to this test", name, m[1])
			}
		}
	}
}

// loads finds the tables that tx.Load fills.
func loads(f source, use func(string, token.Position)) {
	ast.Inspect(f.tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 4 {
			return true
		}
		if method, ok := call.Fun.(*ast.SelectorExpr); !ok || method.Sel.Name != "Load" {
			return true
		}
		if lit, ok := call.Args[1].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			use(strings.Trim(lit.Value, `"`), f.set.Position(lit.Pos()))
		}
		return true
	})
}
