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
	Programme    Role = "programme"    // utbildningsledare: leads units through their certification programme (rule 37)
	Delegator    Role = "delegator"    // licensed staff who delegate at the unit, and MAS (rule 18)
	Municipality Role = "municipality" // municipal contact and administrator
	HR           Role = "hr"           // staff import, titles
	Operations   Role = "operations"   // manager of managers: figures
	Region       Role = "region"       // regional coordinator at an RSS
	Producer     Role = "producer"     // produces a journey
	Quality      Role = "quality"      // reviews the quality of knowledge
	National     Role = "national"     // national administrator
	Auditor      Role = "auditor"      // reads logs

	// Single tasks that a manager hands to a coordinator, an administrator, a team leader or HR
	// (R166): each is a role of its own, so that the table says all of it.
	EnrolTask   Role = "task_enrol"   // puts courses in people's journeys
	CodeTask    Role = "task_codes"   // gives codes to sign in with
	LeaveTask   Role = "task_leave"   // notes who is away
	ApproveTask Role = "task_approve" // approves what was learnt elsewhere
	FollowTask  Role = "task_follow"  // follows who has done what
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
	SeeFigures      Action = "see_figures"      // live figures of units, without names
	SeeSubmitted    Action = "see_submitted"    // the figures that municipalities have submitted (rule 24)
	SubmitFigures   Action = "submit_figures"   // give the municipality's figures to RSS and nation
	Enrol           Action = "enrol"            // put a course in somebody's journey
	SetLeave        Action = "set_leave"        // pause for leave
	ServeUnit       Action = "serve_unit"       // note who serves a unit from elsewhere
	ProtectIdentity Action = "protect_identity" // note a protected identity (rule 7)
	Delegate        Action = "delegate"         // deputies, shared leadership and single tasks
	GrantRole       Action = "grant_role"       // give and end roles; which ones stands in Grantable
	EditTree        Action = "edit_tree"        // name, move, merge and end places
	SwitchJourney   Action = "switch_journey"   // switch a journey on or off for a municipality
	EditSettings    Action = "edit_settings"    // optional functions, contacts, retention
	HandlePerson    Action = "handle_person"    // give out, correct and erase a person's data as controller
	DraftJourney    Action = "draft_journey"    // work on the next version of a journey
	EditReference   Action = "edit_reference"   // occupations, areas, tags, old words
	MakeToken       Action = "make_token"       // keys for programs that read and write through the API
	SeeAccounts     Action = "see_accounts"     // who has signed in, and on which day last
	EditFramework   Action = "edit_framework"   // keep competence frameworks of a place
	EditProfile     Action = "edit_profile"     // what competence a place asks for, role descriptions, career paths
	SeeCompetence   Action = "see_competence"   // what people hold and lack, by name
	NoteCompetence  Action = "note_competence"  // note formal merits, assess, set how far a role goes
	CheckMerit      Action = "check_merit"      // see the evidence of something formal and let it count
	EditPlan        Action = "edit_plan"        // plans of units, operations and areas
	PlanPerson      Action = "plan_person"      // plans of people, by name, and what duties they were given
	PlanJointly     Action = "plan_jointly"     // an RSS's board: what municipalities do together
	ArrangeDays     Action = "arrange_days"     // course days of a place: sessions, seats, who comes
	ApproveTrainer  Action = "approve_trainer"  // who may lead course days (rule 32)
	NameSeats       Action = "name_seats"       // use a municipality's seats: name people, give back, order its reserve list (rule 30)
	BookStaff       Action = "book_staff"       // approve and book course days for the people of a unit, and its staffing
	SeeFunding      Action = "see_funding"      // hours on working time, substitutes and their funding, by person (R035, R036)
	SignSkill       Action = "sign_skill"       // assess practical skills
	Appoint         Action = "appoint"          // leaders of workplace learning, representatives, mentors (R140, R258, R264)
	LeadMeetings    Action = "lead_meetings"    // plan and lead reflection meetings and study circles (R141)
	KeepMaterial    Action = "keep_material"    // guides of meetings, the material bank, review of good examples
	EditScheme      Action = "edit_scheme"      // what a unit must fulfil to be certified
	GuideUnit       Action = "guide_unit"       // follow a unit through its programme, by name, and note its steps (rule 39)
	Certify         Action = "certify"          // certify units, and decide on new assessments
	WriteProfession Action = "write_profession" // checklists of the introduction to a profession: national (R240, R242)
	WriteWorkplace  Action = "write_workplace"  // checklists of the introduction to a workplace: local (R241)
	LoadPreset      Action = "load_preset"      // take in a whole model of learning at a place
)

// Actions names every action, in the order of the docs.
func Actions() []Action {
	return []Action{SeeOwn, Learn, SeeStaff, SeeProgress, DecideExternal, GiveCode, ImportStaff, MapTitles, SeeNode, EditLayer,
		PublishCourse, ExportCourse, PublishJourney, SeeDelegation, SeeAccessLog, RevokeFact, SeeInstallation, SeeFigures, SeeSubmitted,
		SubmitFigures, Enrol, SetLeave, ServeUnit, ProtectIdentity, Delegate, GrantRole, EditTree, SwitchJourney, EditSettings,
		HandlePerson, DraftJourney, EditReference, MakeToken, SeeAccounts,
		EditFramework, EditProfile, SeeCompetence, NoteCompetence, CheckMerit, EditPlan, PlanPerson, PlanJointly,
		ArrangeDays, ApproveTrainer, NameSeats, BookStaff, SeeFunding, SignSkill,
		Appoint, LeadMeetings, KeepMaterial, EditScheme, GuideUnit, Certify, WriteProfession, WriteWorkplace, LoadPreset}
}

// Roles names every role, in the order of the docs.
func Roles() []Role {
	return []Role{Learner, Manager, Deputy, Leader, Trainer, Mentor, Assessor, Programme, Delegator, Municipality, HR, Operations, Region, Producer, Quality, National, Auditor,
		EnrolTask, CodeTask, LeaveTask, ApproveTask, FollowTask}
}

// table is the whole truth: what a role may do to its node and what stands under it.
var table = map[Role][]Action{
	Learner: {},
	Manager: {SeeStaff, SeeProgress, DecideExternal, GiveCode, SeeNode, SeeFigures, EditLayer, RevokeFact, Enrol, SetLeave, ServeUnit,
		ProtectIdentity, Delegate, EditProfile, SeeCompetence, NoteCompetence, CheckMerit, EditPlan, PlanPerson, BookStaff, SeeFunding, SignSkill,
		Appoint, LeadMeetings, WriteWorkplace},
	Deputy:    {SeeStaff, SeeProgress, DecideExternal, GiveCode, SeeNode, SeeFigures, Enrol, SetLeave, SeeCompetence, NoteCompetence, EditPlan, PlanPerson, BookStaff, LeadMeetings},
	Leader:    {SeeNode, LeadMeetings},
	Trainer:   {SeeNode},
	Mentor:    {},
	Assessor:  {SignSkill},
	Programme: {SeeNode, LeadMeetings, GuideUnit, Certify},
	Delegator: {SeeDelegation},
	Municipality: {SeeStaff, SeeProgress, GiveCode, ImportStaff, MapTitles, SeeNode, SeeFigures, SubmitFigures, EditLayer, PublishCourse,
		ExportCourse, Enrol, SetLeave, ServeUnit, ProtectIdentity, Delegate, GrantRole, EditTree, SwitchJourney, EditSettings, HandlePerson, MakeToken, SeeAccounts,
		EditFramework, EditProfile, SeeCompetence, NoteCompetence, CheckMerit, EditPlan, PlanPerson,
		ArrangeDays, ApproveTrainer, NameSeats, BookStaff, SeeFunding,
		Appoint, LeadMeetings, KeepMaterial, EditScheme, GuideUnit, Certify, WriteWorkplace, LoadPreset},
	HR: {SeeStaff, SeeAccounts, GiveCode, ImportStaff, MapTitles, SeeNode, SetLeave, ServeUnit, ProtectIdentity,
		SeeCompetence, NoteCompetence, CheckMerit},
	Operations: {SeeNode, SeeFigures, EditLayer, EditProfile, EditPlan, WriteWorkplace},
	Region:     {SeeNode, SeeSubmitted, EditLayer, GrantRole, EditFramework, EditProfile, PlanJointly, ArrangeDays, ApproveTrainer, KeepMaterial, EditScheme, LoadPreset},
	Producer:   {PublishCourse, ExportCourse, DraftJourney, PublishJourney, ApproveTrainer, WriteProfession},
	Quality:    {ExportCourse, SeeSubmitted, KeepMaterial},
	National: {SeeNode, SeeSubmitted, EditLayer, PublishCourse, ExportCourse, DraftJourney, PublishJourney, SeeInstallation, GrantRole,
		EditReference, MakeToken, EditFramework, EditProfile, ArrangeDays, ApproveTrainer, KeepMaterial, EditScheme, WriteProfession, LoadPreset},
	Auditor:     {SeeAccessLog},
	EnrolTask:   {SeeStaff, SeeProgress, Enrol},
	CodeTask:    {SeeStaff, GiveCode},
	LeaveTask:   {SeeStaff, SetLeave},
	ApproveTask: {SeeStaff, SeeProgress, DecideExternal},
	FollowTask:  {SeeStaff, SeeProgress, SeeFigures},
}

// Allowed reads the table.
func Allowed(r Role, do Action) bool { return slices.Contains(table[r], do) }

// Row is one line of the tables as data, for `may table` and docs/permissions.md.
type Row struct {
	Role    Role     `json:"role"`
	Actions []Action `json:"actions"`
	Terms
	Gives []Offer `json:"gives"`
}

// Table is the permission table as data.
func Table() []Row {
	var rows []Row
	for _, r := range Roles() {
		rows = append(rows, Row{r, append([]Action{}, table[r]...), TermsOf(r).listed(), append([]Offer{}, grantable[r]...)})
	}
	return rows
}
