package profile

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// Faults.
var (
	ErrNoRole       = fault.New(fault.Missing, "profile.no_role")       // no such occupation or level
	ErrNoOwner      = fault.New(fault.Invalid, "profile.no_owner")      // a unit keeps no descriptions of its own
	ErrDraftMoved   = fault.New(fault.Conflict, "profile.draft_moved")  // somebody has saved the draft meanwhile
	ErrNoDraft      = fault.New(fault.Conflict, "profile.no_draft")     // nothing to publish
	ErrEmptyRole    = fault.New(fault.Invalid, "profile.empty_role")    // nothing is written
	ErrLongText     = fault.New(fault.Invalid, "profile.long_text")     // a text is too long
	ErrDraftEarlier = fault.New(fault.Invalid, "profile.later_version") // a version holds from a later day already
)

// mostText bounds a text under one heading, and mostLinked the requirements linked.
const (
	mostText   = 8000
	mostLinked = 200
)

// Heading is a part of a description of a role (R202).
type Heading string

// The headings, in their order.
const (
	Mission        Heading = "mission"        // uppdrag
	Responsibility Heading = "responsibility" // ansvar
	Tasks          Heading = "tasks"          // arbetsuppgifter
	Now            Heading = "now"            // kompetens nu
	Ahead          Heading = "ahead"          // kompetens framåt
	Cooperation    Heading = "cooperation"    // samverkan
	Growth         Heading = "growth"         // utveckling
)

// Headings names every heading, in the order of the page.
func Headings() []Heading {
	return []Heading{Mission, Responsibility, Tasks, Now, Ahead, Cooperation, Growth}
}

// RoleText is what a description says.
type RoleText struct {
	Texts map[Heading]string `json:"texts"`
	Now   []string           `json:"now,omitempty"`   // keys of requirements that the role needs now
	Ahead []string           `json:"ahead,omitempty"` // and those it will need
}

// empty tells whether nothing is said.
func (t RoleText) empty() bool {
	for _, s := range t.Texts {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return len(t.Now)+len(t.Ahead) == 0
}

// Role is an occupation at a level.
type Role struct {
	Occupation string
	Level      layer.RoleLevel
}

// Description is one version of a description of a role.
type Description struct {
	ID, OwnerID string
	Role
	Version     int64
	Draft       bool
	From, Until string
	Text        RoleText
	Revision    int64
	By          string
	At          time.Time
}

// RoleView is how a role is described at a place.
type RoleView struct {
	Node     org.Node
	MayEdit  bool
	Now      Description   // the place's own that holds today; the zero one when there is none
	Coming   []Description // published for coming days
	Draft    Description   // the zero one when there is none
	Above    Description   // the nearest published above: what applies when there is no own, or a template
	Owner    org.Node      // of Above
	Template bool          // Above is a template: who stands there recommends only
	Earlier  []Description // own versions that held before, the latest first
}

// Applies gives the description that a person at the place reads; ok is false when there is none.
func (v RoleView) Applies() (d Description, owner org.Node, ok bool) {
	switch {
	case v.Now.ID != "" && !layer.Recommends(v.Node.Kind):
		return v.Now, v.Node, true
	case v.Above.ID != "" && !v.Template:
		return v.Above, v.Owner, true
	}
	return d, owner, false
}

func (ps *Profiles) checkRole(ctx context.Context, role Role) error {
	ref, err := ps.Tree.CachedReference(ctx)
	if err != nil {
		return err
	}
	if ref.Occupation(role.Occupation).ID == "" || !slices.Contains(layer.RoleLevels(), role.Level) {
		return ErrNoRole
	}
	return nil
}

// Describe gives how a role is described at a place, to who may see the place or edit its profile.
func (ps *Profiles) Describe(ctx context.Context, a may.Actor, nodeID string, role Role) (RoleView, error) {
	on := ps.Staff.Today()
	node, err := ps.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return RoleView{}, err
	}
	v := RoleView{Node: node, MayEdit: ps.mayEdit(ctx, a, node, on)}
	if !v.MayEdit {
		if err := org.AskWithin(ctx, ps.DB, a, may.SeeNode, node, on); err != nil {
			return RoleView{}, err
		}
	}
	if err := ps.checkRole(ctx, role); err != nil {
		return RoleView{}, err
	}
	if err := ps.fillOwn(ctx, &v, role, on); err != nil {
		return RoleView{}, err
	}
	return v, ps.fillAbove(ctx, &v, role, on)
}

// keepsRoles tells whether places of a kind keep descriptions of roles of their own.
func keepsRoles(kind string) bool {
	return kind != string(org.Unit) && kind != string(org.Team)
}

func (ps *Profiles) fillOwn(ctx context.Context, v *RoleView, role Role, on string) error {
	all, err := db.All(ctx, ps.DB, scanDescription, selectDescription+`
		WHERE owner_id = $1 AND occupation = $2 AND level = $3
		ORDER BY version DESC
		LIMIT 50`,
		v.Node.ID, role.Occupation, string(role.Level))
	for _, d := range all {
		switch {
		case d.Draft:
			v.Draft = d
		case d.Until <= d.From:
		case d.From > on:
			v.Coming = append(v.Coming, d)
		case d.Until > on:
			v.Now = d
		default:
			v.Earlier = append(v.Earlier, d)
		}
	}
	v.MayEdit = v.MayEdit && keepsRoles(v.Node.Kind)
	return err
}

// fillAbove finds the nearest published description above.
func (ps *Profiles) fillAbove(ctx context.Context, v *RoleView, role Role, on string) error {
	nodes := nodesOf(v.Node.Path)
	d, owner, err := ps.nearest(ctx, nodes[:len(nodes)-1], role, on)
	if err != nil {
		return err
	}
	v.Above, v.Owner, v.Template = d, owner, layer.Recommends(owner.Kind)
	return nil
}

// nearest gives the published description of the innermost of some nodes; the zero one when none has any.
func (ps *Profiles) nearest(ctx context.Context, nodes []string, role Role, on string) (d Description, owner org.Node, err error) {
	if len(nodes) == 0 {
		return d, owner, nil
	}
	found, err := db.All(ctx, ps.DB, scanDescription, selectDescription+`
		WHERE occupation = $1 AND level = $2 AND state = 'published' AND valid_from <= $3 AND valid_until > $3 AND owner_id IN (`+db.Marks(4, len(nodes))+`)`,
		db.Args(nodes, role.Occupation, string(role.Level), on)...)
	if err != nil {
		return d, owner, err
	}
	for _, id := range slices.Backward(nodes) {
		for _, f := range found {
			if f.OwnerID == id {
				owner, err = ps.Tree.Find(ctx, id, on)
				return f, owner, err
			}
		}
	}
	return d, owner, nil
}

// Begin is the text that a draft begins with: the draft there is, else what holds here, else what stands
// above, else what is known of the role without anybody having written it: its formal requirements.
func (ps *Profiles) Begin(ctx context.Context, v RoleView, role Role) (RoleText, error) {
	switch {
	case v.Draft.ID != "":
		return v.Draft.Text, nil
	case v.Now.ID != "":
		return v.Now.Text, nil
	case v.Above.ID != "":
		return v.Above.Text, nil
	}
	book, err := ps.Frameworks.Book(ctx, ps.Staff.Today())
	if err != nil {
		return RoleText{}, err
	}
	t := RoleText{Texts: map[Heading]string{}}
	for _, e := range FormalOf(book, role.Occupation) {
		t.Now = append(t.Now, e.Key)
	}
	if e, ok := book.Find(frame.Key("goteborgs-kompetensmodell", "roll-"+role.Occupation)); ok {
		t.Now = append(t.Now, e.Key)
	}
	return t, nil
}

// SaveRole keeps a draft. revision is of the draft that was seen, 0 when there was none; when somebody has
// saved meanwhile it is ErrDraftMoved and nothing is written.
func (ps *Profiles) SaveRole(ctx context.Context, a may.Actor, nodeID string, role Role, text RoleText, revision int64) error {
	if err := ps.askRole(ctx, a, nodeID, role); err != nil {
		return err
	}
	if err := text.check(ps.Now()); err != nil {
		return err
	}
	body, err := json.Marshal(text)
	if err != nil {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, nodeID); err != nil {
			return err
		}
		draft, err := ps.draft(ctx, tx, nodeID, role)
		if err != nil {
			return err
		}
		if draft.Revision != revision {
			return ErrDraftMoved
		}
		if draft.ID != "" {
			_, err = tx.Exec(ctx, `
				UPDATE role_description
				SET body = $2, revision = revision + 1, made_by = $3, made_at = $4
				WHERE id = $1`,
				draft.ID, string(body), a.PersonID, ps.Now())
			return err
		}
		version, err := db.One(ctx, tx, db.Number, `SELECT COALESCE(MAX(version), 0) + 1 FROM role_description WHERE owner_id = $1 AND occupation = $2 AND level = $3`, nodeID, role.Occupation, string(role.Level))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO role_description (id, owner_id, occupation, level, version, state, valid_from, valid_until, body, revision, made_by, made_at, published_by)
			VALUES ($1, $2, $3, $4, $5, 'draft', '', '', $6, 1, $7, $8, '')`,
			ps.NewID(), nodeID, role.Occupation, string(role.Level), version, string(body), a.PersonID, ps.Now())
		return err
	})
}

func (ps *Profiles) askRole(ctx context.Context, a may.Actor, nodeID string, role Role) error {
	node, err := ps.editable(ctx, a, nodeID)
	if err != nil {
		return err
	}
	if !keepsRoles(node.Kind) {
		return ErrNoOwner
	}
	return ps.checkRole(ctx, role)
}

func (t RoleText) check(now time.Time) error {
	for h, s := range t.Texts {
		if !slices.Contains(Headings(), h) {
			return ErrNoRole
		}
		if len([]rune(s)) > mostText {
			return ErrLongText.On(string(h))
		}
		if identity.In(s, now) {
			return ErrIdentity.On(string(h))
		}
	}
	if len(t.Now)+len(t.Ahead) > mostLinked {
		return ErrTooMany
	}
	return nil
}

// PublishRole lets the draft hold from a day (today when it is ""); the version before holds until then.
func (ps *Profiles) PublishRole(ctx context.Context, a may.Actor, nodeID string, role Role, from string, revision int64) error {
	if err := ps.askRole(ctx, a, nodeID, role); err != nil {
		return err
	}
	from, err := ps.day(a, from)
	if err != nil {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, nodeID); err != nil {
			return err
		}
		draft, err := ps.draft(ctx, tx, nodeID, role)
		switch {
		case err != nil:
			return err
		case draft.ID == "":
			return ErrNoDraft
		case draft.Revision != revision:
			return ErrDraftMoved
		case draft.Text.empty():
			return ErrEmptyRole
		}
		later, err := db.One(ctx, tx, db.Number, `
			SELECT COUNT(*)
			FROM role_description
			WHERE owner_id = $1 AND occupation = $2 AND level = $3 AND state = 'published' AND valid_from > $4 AND valid_from < valid_until`,
			nodeID, role.Occupation, string(role.Level), from)
		if err != nil {
			return err
		}
		if later > 0 {
			return ErrDraftEarlier.On("fran")
		}
		if _, err := tx.Exec(ctx, `
			UPDATE role_description
			SET valid_until = $4
			WHERE owner_id = $1 AND occupation = $2 AND level = $3 AND state = 'published' AND valid_until > $4`,
			nodeID, role.Occupation, string(role.Level), from); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE role_description
			SET state = 'published', valid_from = $2, valid_until = $3, published_by = $4, published_at = $5
			WHERE id = $1`,
			draft.ID, from, db.NoEnd, a.PersonID, ps.Now())
		return err
	})
}

// DropRole throws the draft away.
func (ps *Profiles) DropRole(ctx context.Context, a may.Actor, nodeID string, role Role, revision int64) error {
	if err := ps.askRole(ctx, a, nodeID, role); err != nil {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, nodeID); err != nil {
			return err
		}
		draft, err := ps.draft(ctx, tx, nodeID, role)
		if err != nil || draft.ID == "" {
			return err
		}
		if draft.Revision != revision {
			return ErrDraftMoved
		}
		_, err = tx.Exec(ctx, `DELETE FROM role_description WHERE id = $1 AND state = 'draft'`, draft.ID)
		return err
	})
}

func (ps *Profiles) draft(ctx context.Context, q db.Q, nodeID string, role Role) (Description, error) {
	found, err := db.All(ctx, q, scanDescription, selectDescription+`
		WHERE owner_id = $1 AND occupation = $2 AND level = $3 AND state = 'draft'`,
		nodeID, role.Occupation, string(role.Level))
	if err != nil || len(found) == 0 {
		return Description{}, err
	}
	return found[0], nil
}

// Described tells which roles a place describes itself: by role, whether there is a draft and whether one
// holds.
func (ps *Profiles) Described(ctx context.Context, a may.Actor, nodeID string) (node org.Node, mayEdit bool, own []Description, err error) {
	on := ps.Staff.Today()
	if node, err = ps.Tree.Find(ctx, nodeID, on); err != nil {
		return node, false, nil, err
	}
	mayEdit = ps.mayEdit(ctx, a, node, on)
	if !mayEdit {
		if err := org.AskWithin(ctx, ps.DB, a, may.SeeNode, node, on); err != nil {
			return node, false, nil, err
		}
	}
	nodes := nodesOf(node.Path)
	own, err = db.All(ctx, ps.DB, scanDescription, selectDescription+`
		WHERE (state = 'draft' OR valid_from <= $1 AND valid_until > $1) AND owner_id IN (`+db.Marks(2, len(nodes))+`)
		ORDER BY occupation, level, version`,
		db.Args(nodes, on)...)
	own = slices.DeleteFunc(own, func(d Description) bool { return d.Draft && (d.OwnerID != nodeID || !mayEdit) })
	return node, mayEdit && keepsRoles(node.Kind), own, err
}

// OwnRole is an employment of somebody's own, and how its role is described.
type OwnRole struct {
	UnitName string
	Role
	Text  Description
	Owner org.Node
	Has   bool // somebody has described it
}

// OwnRoles gives how the roles of a person's own employments are described.
func (ps *Profiles) OwnRoles(ctx context.Context, a may.Actor) (out []OwnRole, err error) {
	if err := may.AskSelf(a, a.PersonID); err != nil || !a.Known() {
		return nil, may.ErrSignIn
	}
	on := ps.Staff.Today()
	works, err := ps.Staff.Employments(ctx, a.PersonID, on)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range works {
		ids = append(ids, e.ID)
	}
	levels, err := ps.LevelsOf(ctx, ps.DB, ids, on)
	if err != nil {
		return nil, err
	}
	for _, e := range works {
		if !e.Current(on) || e.Occupation == "" {
			continue
		}
		role := OwnRole{UnitName: e.UnitName, Role: Role{e.Occupation, layer.Base}}
		if l := levels[e.ID]; l != "" {
			role.Level = l
		}
		employer, err := ps.Tree.EmployerAt(ctx, e.UnitPath, on)
		if err != nil {
			return nil, err
		}
		nodes := nodesOf(e.UnitPath)
		text, owner, err := ps.nearest(ctx, nodes[slices.Index(nodes, employer.ID):], role.Role, on) // another employer's description is not theirs
		if err != nil {
			return nil, err
		}
		if text.ID != "" {
			role.Text, role.Owner, role.Has = text, owner, true
		}
		out = append(out, role)
	}
	return out, nil
}

const selectDescription = `
		SELECT id, owner_id, occupation, level, version, state, valid_from, valid_until, body, revision, made_by, made_at
		FROM role_description`

func scanDescription(s db.Scanner) (d Description, err error) {
	var body, state string
	if err = s.Scan(&d.ID, &d.OwnerID, &d.Occupation, &d.Level, &d.Version, &state, &d.From, &d.Until, &body, &d.Revision, &d.By, &d.At); err != nil {
		return d, err
	}
	d.Draft = state == "draft"
	return d, json.Unmarshal([]byte(body), &d.Text)
}
