package may

import "slices"

// Role is what a person has been given to do, on a node, from one day until another.
type Role string

// The roles (issue: "roles granted on tree nodes").
const (
	Learner      Role = "learner"      // everyone with an employment; on what is one's own
	Manager      Role = "manager"      // first-line manager of a unit
	Deputy       Role = "deputy"       // stands in for a manager
	Leader       Role = "leader"       // workplace-learning leader
	Trainer      Role = "trainer"      // leads course days
	Mentor       Role = "mentor"       // follows a new colleague
	Assessor     Role = "assessor"     // signs off practical skills
	Delegator    Role = "delegator"    // licensed staff who delegate at the unit, and MAS (rule 18)
	Municipality Role = "municipality" // municipal contact and administrator
	HR           Role = "hr"           // staff import, titles
	Operations   Role = "operations"   // manager of managers: figures
	Region       Role = "region"       // regional coordinator at an RSS
	Producer     Role = "producer"     // produces a journey
	Quality      Role = "quality"      // reviews the quality of knowledge
	National     Role = "national"     // national administrator
	Auditor      Role = "auditor"      // reads logs
)

// Action is something that may or may not be done to a place in the tree and what stands there.
type Action string

// The actions.
const (
	SeeOwn          Action = "see_own"          // one's own journey, record, certificates
	Learn           Action = "learn"            // take a course
	SeeStaff        Action = "see_staff"        // who works where
	SeeProgress     Action = "see_progress"     // done, missing, dates; never answers
	DecideExternal  Action = "decide_external"  // approve what was learnt elsewhere
	GiveCode        Action = "give_code"        // one-time codes for sign-in
	ImportStaff     Action = "import_staff"     // staff files: preview, commit, undo
	MapTitles       Action = "map_titles"       // local titles to national occupations
	SeeNode         Action = "see_node"         // the tree and its figures
	EditLayer       Action = "edit_layer"       // what a node adds to a journey
	PublishCourse   Action = "publish_course"   // take in a course version
	ExportCourse    Action = "export_course"    // give a course out as a folder
	PublishJourney  Action = "publish_journey"  // take in a journey version
	SeeDelegation   Action = "see_delegation"   // "passed, date" of the delegation course (rule 18)
	SeeAccessLog    Action = "see_access_log"   // who looked at what
	RevokeFact      Action = "revoke_fact"      // take back a completion that was wrong
	SeeInstallation Action = "see_installation" // metrics and tasks of the whole installation
)

// Actions names every action, in the order of the docs.
func Actions() []Action {
	return []Action{SeeOwn, Learn, SeeStaff, SeeProgress, DecideExternal, GiveCode, ImportStaff, MapTitles, SeeNode, EditLayer,
		PublishCourse, ExportCourse, PublishJourney, SeeDelegation, SeeAccessLog, RevokeFact, SeeInstallation}
}

// Roles names every role, in the order of the docs.
func Roles() []Role {
	return []Role{Learner, Manager, Deputy, Leader, Trainer, Mentor, Assessor, Delegator, Municipality, HR, Operations, Region, Producer, Quality, National, Auditor}
}

// table is the whole truth: what a role may do to its node and what stands under it.
var table = map[Role][]Action{
	Learner:      {},
	Manager:      {SeeStaff, SeeProgress, DecideExternal, GiveCode, SeeNode, EditLayer, RevokeFact},
	Deputy:       {SeeStaff, SeeProgress, DecideExternal, GiveCode, SeeNode},
	Leader:       {SeeNode},
	Trainer:      {SeeNode},
	Mentor:       {},
	Assessor:     {},
	Delegator:    {SeeDelegation},
	Municipality: {SeeStaff, SeeProgress, GiveCode, ImportStaff, MapTitles, SeeNode, EditLayer, PublishCourse, ExportCourse},
	HR:           {SeeStaff, GiveCode, ImportStaff, MapTitles, SeeNode},
	Operations:   {SeeNode},
	Region:       {SeeNode, EditLayer},
	Producer:     {PublishCourse, ExportCourse, PublishJourney},
	Quality:      {ExportCourse},
	National:     {SeeNode, EditLayer, PublishCourse, ExportCourse, PublishJourney, SeeInstallation},
	Auditor:      {SeeAccessLog},
}

// Allowed reads the table.
func Allowed(r Role, do Action) bool { return slices.Contains(table[r], do) }

// Row is one line of the table as data, for `may table` and docs/permissions.md.
type Row struct {
	Role    Role     `json:"role"`
	Actions []Action `json:"actions"`
}

// Table is the permission table as data.
func Table() []Row {
	var rows []Row
	for _, r := range Roles() {
		rows = append(rows, Row{r, append([]Action{}, table[r]...)})
	}
	return rows
}
