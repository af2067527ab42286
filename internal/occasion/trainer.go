package occasion

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of the register of trainers.
var (
	ErrTrainerName  = fault.New(fault.Invalid, "occasion.trainer_name").On("namn")
	ErrTrainerMail  = fault.New(fault.Invalid, "occasion.trainer_mail").On("epost")
	ErrTrainerField = fault.New(fault.Invalid, "occasion.trainer_field").On("omrade")
	ErrRegistered   = fault.New(fault.Conflict, "occasion.trainer_registered").On("person")
	ErrApproval     = fault.New(fault.Invalid, "occasion.approval_wrong").On("galler")
	ErrPeriod       = fault.New(fault.Invalid, "occasion.period_wrong").On("till")
	ErrNoApproval   = fault.New(fault.Missing, "occasion.approval_missing")
)

// Approval is a place's word that somebody may lead course days (rule 32): for all that the place arranges, for one
// course, or, of who produces a journey, for all of that journey's courses.
type Approval struct {
	ID, TrainerID string
	NodeID, Node  string // the place and its name
	JourneyID     string
	CourseID      string // "" with no journey: all that the place arranges
	From, Until   string // days; Until is exclusive
	MadeBy        string
	MadeAt        time.Time
	EndedBy       string
}

// On tells whether an approval holds on a day.
func (a Approval) On(day string) bool { return a.From <= day && day < a.Until }

// Registered is a trainer with the approvals, the latest first.
type Registered struct {
	Trainer
	MadeBy    string
	Approvals []Approval
}

const trainerColumns = `t.id, t.person_id, t.name, t.email, t.works_at, t.field`

func scanTrainer(s db.Scanner) (t Trainer, err error) {
	err = s.Scan(&t.ID, &t.PersonID, &t.Name, &t.Email, &t.WorksAt, &t.Field)
	return t, err
}

func findTrainer(ctx context.Context, q db.Q, id string) (Trainer, error) {
	t, err := db.One(ctx, q, scanTrainer, `SELECT `+trainerColumns+` FROM trainer t WHERE t.id = $1`, id)
	if errors.Is(err, db.ErrMissing) {
		return t, ErrNoTrainer
	}
	return t, err
}

func approvals(ctx context.Context, q db.Q, trainerID string) ([]Approval, error) {
	return db.All(ctx, q, func(s db.Scanner) (a Approval, err error) {
		err = s.Scan(&a.ID, &a.TrainerID, &a.NodeID, &a.Node, &a.JourneyID, &a.CourseID, &a.From, &a.Until, &a.MadeBy, &a.MadeAt, &a.EndedBy)
		return a, err
	}, `
		SELECT a.id, a.trainer_id, a.node_id, COALESCE((SELECT p.name FROM node_place p WHERE p.node_id = a.node_id AND p.valid_until = '9999-12-31'), ''),
			a.journey_id, a.course_id, a.from_day, a.until_day, a.made_by, a.made_at, a.ended_by
		FROM trainer_approval a
		WHERE a.trainer_id = $1
		ORDER BY a.made_at DESC, a.id DESC
		LIMIT 200`,
		trainerID)
}

// name fills in the name and where they work of a trainer with an account: what is known of the person today. Of a
// protected identity the contact code stands instead (rule 7).
func (o *Occasions) name(ctx context.Context, trainers ...*Trainer) error {
	var ids []string
	for _, t := range trainers {
		if t.PersonID != "" {
			ids = append(ids, t.PersonID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	cards, err := o.Staff.CardsOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, t := range trainers {
		for _, c := range cards[t.PersonID] {
			if t.Name = c.Shown(); c.Protected {
				t.Email, t.WorksAt = "", ""
			}
			if c.Protected {
				break
			}
		}
	}
	return nil
}

// TrainersByID gives trainers with their names by id, for pages that show sessions.
func (o *Occasions) TrainersByID(ctx context.Context, ids []string) (map[string]Trainer, error) {
	out := map[string]Trainer{}
	if len(ids) == 0 {
		return out, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	all, err := db.All(ctx, o.DB, scanTrainer, `SELECT `+trainerColumns+` FROM trainer t WHERE t.id IN (`+db.Marks(1, len(args))+`)`, args...)
	if err != nil {
		return nil, err
	}
	at := make([]*Trainer, len(all))
	for i := range all {
		at[i] = &all[i]
	}
	if err := o.name(ctx, at...); err != nil {
		return nil, err
	}
	for _, t := range all {
		out[t.ID] = t
	}
	return out, nil
}

// IsTrainer gives who somebody is in the register of trainers; the zero value when not there.
func (o *Occasions) IsTrainer(ctx context.Context, personID string) (Trainer, error) {
	all, err := db.All(ctx, o.DB, scanTrainer, `SELECT `+trainerColumns+` FROM trainer t WHERE t.person_id = $1 AND t.person_id <> ''`, personID)
	if err != nil || len(all) == 0 {
		return Trainer{}, err
	}
	return all[0], o.name(ctx, &all[0])
}

// LedBy lists the occasions whose sessions somebody leads, drafts aside, by day.
func (o *Occasions) LedBy(ctx context.Context, personID string, f Filter) ([]Occasion, int, error) {
	c := &condition{text: []string{"o.state <> 'draft'"}}
	c.is(`o.id IN (SELECT s.occasion_id FROM occasion_session s JOIN session_trainer x ON x.session_id = s.id JOIN trainer t ON t.id = x.trainer_id WHERE t.person_id = ?)`, personID)
	if personID == "" {
		return nil, 0, nil
	}
	return o.list(ctx, c, f)
}

// approves asks whether the actor approves trainers somewhere.
func approves(a may.Actor) error { return may.AskSomewhere(a, may.ApproveTrainer) }

// Trainers lists the register for who approves or chooses trainers, by name; word narrows to names and fields that have
// it. Errors: may.ErrDenied.
func (o *Occasions) Trainers(ctx context.Context, a may.Actor, word string) ([]Registered, error) {
	if approves(a) != nil {
		if err := may.AskSomewhere(a, may.ArrangeDays); err != nil {
			return nil, err
		}
	}
	all, err := db.All(ctx, o.DB, func(s db.Scanner) (t Registered, err error) {
		err = s.Scan(&t.ID, &t.PersonID, &t.Name, &t.Email, &t.WorksAt, &t.Field, &t.MadeBy)
		return t, err
	}, `SELECT `+trainerColumns+`, t.made_by FROM trainer t ORDER BY t.id LIMIT 2000`)
	if err != nil {
		return nil, err
	}
	at := make([]*Trainer, len(all))
	for i := range all {
		at[i] = &all[i].Trainer
	}
	if err := o.name(ctx, at...); err != nil {
		return nil, err
	}
	word = strings.ToLower(strings.TrimSpace(word))
	all = slices.DeleteFunc(all, func(t Registered) bool {
		return word != "" && !strings.Contains(strings.ToLower(t.Name+" "+t.Field+" "+t.WorksAt), word)
	})
	byTrainer, err := o.approvalsAmong(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Approvals = byTrainer[all[i].ID]
	}
	lang.SortBy(all, func(t Registered) string { return t.Name })
	return all, nil
}

// approvalsAmong reads all approvals that have not ended long ago; there are some for each of the trainers.
func (o *Occasions) approvalsAmong(ctx context.Context) (map[string][]Approval, error) {
	out := map[string][]Approval{}
	return out, db.Each(ctx, o.DB, func(s db.Scanner) (a Approval, err error) {
		err = s.Scan(&a.ID, &a.TrainerID, &a.NodeID, &a.Node, &a.JourneyID, &a.CourseID, &a.From, &a.Until, &a.MadeBy, &a.MadeAt, &a.EndedBy)
		return a, err
	}, func(a Approval) error { out[a.TrainerID] = append(out[a.TrainerID], a); return nil }, `
		SELECT a.id, a.trainer_id, a.node_id, COALESCE((SELECT p.name FROM node_place p WHERE p.node_id = a.node_id AND p.valid_until = '9999-12-31'), ''),
			a.journey_id, a.course_id, a.from_day, a.until_day, a.made_by, a.made_at, a.ended_by
		FROM trainer_approval a
		WHERE a.until_day > $1
		ORDER BY a.made_at DESC, a.id DESC
		LIMIT 10000`,
		o.Today())
}

// Trainer gives one of the register with all approvals, to who approves or chooses trainers.
func (o *Occasions) Trainer(ctx context.Context, a may.Actor, id string) (t Registered, err error) {
	if approves(a) != nil {
		if err := may.AskSomewhere(a, may.ArrangeDays); err != nil {
			return t, err
		}
	}
	if t.Trainer, err = findTrainer(ctx, o.DB, id); err != nil {
		return t, err
	}
	if t.MadeBy, err = db.One(ctx, o.DB, db.Text, `SELECT made_by FROM trainer WHERE id = $1`, id); err != nil {
		return t, err
	}
	if err := o.name(ctx, &t.Trainer); err != nil {
		return t, err
	}
	t.Approvals, err = approvals(ctx, o.DB, id)
	return t, err
}

// tidyTrainer checks what the register says of somebody.
func (t *Trainer) tidy(now time.Time) error {
	for _, f := range []struct {
		text  *string
		most  int
		field string
	}{{&t.Name, longestLine, "namn"}, {&t.Email, longestLine, "epost"}, {&t.WorksAt, longestLine, "arbetsplats"}, {&t.Field, longestText, "omrade"}} {
		if err := text(f.text, f.most, f.field, now); err != nil {
			return err
		}
	}
	if t.PersonID != "" {
		t.Name, t.Email = "", "" // the person's card tells
	} else if t.Name == "" {
		return ErrTrainerName
	}
	if t.Email != "" {
		if _, err := mail.ParseAddress(t.Email); err != nil {
			return ErrTrainerMail
		}
	}
	if t.Field == "" {
		return ErrTrainerField
	}
	return nil
}

// AddTrainer puts somebody in the register (R123): a person with an account, or a name. Errors: ErrTrainerName,
// ErrTrainerMail, ErrTrainerField, ErrRegistered, ErrLong, ErrIdentity, may.ErrDenied.
func (o *Occasions) AddTrainer(ctx context.Context, a may.Actor, t Trainer) (_ Trainer, err error) {
	defer fault.Wrap(&err, "add trainer")
	if err := approves(a); err != nil {
		return t, err
	}
	if err := t.tidy(o.Now()); err != nil {
		return t, err
	}
	t.ID = o.NewID()
	err = o.DB.Tx(ctx, func(tx *db.Tx) error {
		if t.PersonID != "" {
			there, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM trainer WHERE person_id = $1`, t.PersonID)
			if err != nil {
				return err
			}
			if there > 0 {
				return ErrRegistered
			}
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO trainer (id, person_id, name, email, works_at, field, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			t.ID, t.PersonID, t.Name, t.Email, t.WorksAt, t.Field, a.PersonID, o.Now())
		return err
	})
	if errors.Is(err, db.ErrTaken) {
		err = ErrRegistered
	}
	if err != nil {
		return t, err
	}
	return t, o.name(ctx, &t)
}

// SaveTrainer writes what the register says of somebody anew, by who made the entry or has approved the trainer, or the
// nation. Errors: ErrNoTrainer, as AddTrainer.
func (o *Occasions) SaveTrainer(ctx context.Context, a may.Actor, t Trainer) (err error) {
	defer fault.Wrap(&err, "save trainer %s", t.ID)
	was, err := o.Trainer(ctx, a, t.ID)
	if err != nil {
		return err
	}
	if err := o.editsTrainer(ctx, a, was); err != nil {
		return err
	}
	t.PersonID = was.PersonID
	if err := t.tidy(o.Now()); err != nil {
		return err
	}
	_, err = o.DB.Exec(ctx, `UPDATE trainer SET name = $2, email = $3, works_at = $4, field = $5 WHERE id = $1`, t.ID, t.Name, t.Email, t.WorksAt, t.Field)
	return err
}

// EditsTrainer tells whether the actor keeps somebody's entry.
func (o *Occasions) EditsTrainer(ctx context.Context, a may.Actor, t Registered) bool {
	return o.editsTrainer(ctx, a, t) == nil
}

func (o *Occasions) editsTrainer(ctx context.Context, a may.Actor, t Registered) error {
	if err := approves(a); err != nil {
		return err
	}
	if t.MadeBy == a.PersonID || may.Ask(a, may.ApproveTrainer, org.Sweden) == nil {
		return nil
	}
	for _, x := range t.Approvals {
		if o.approvesAt(ctx, a, x.NodeID, x.JourneyID) == nil {
			return nil
		}
	}
	return may.ErrDenied
}

// approvesAt asks whether the actor approves trainers in a place's name; of a journey's courses, whether the actor
// produces the journey (rule 32).
func (o *Occasions) approvesAt(ctx context.Context, a may.Actor, nodeID, journeyID string) error {
	n, err := org.Find(ctx, o.DB, nodeID, o.Today())
	if errors.Is(err, org.ErrNoNode) {
		return ErrApproval
	}
	if err != nil {
		return err
	}
	if journeyID == "" {
		// A producer's word is for the journey; course days of a place are for those who arrange there.
		if err := may.Ask(a.Inside(n.Path), may.ApproveTrainer, n.Path); err != nil {
			return err
		}
		return may.Ask(a.Inside(n.Path), may.ArrangeDays, n.Path)
	}
	for _, g := range a.Grants {
		if g.NodeID == nodeID && may.Allowed(g.Role, may.PublishJourney) && may.Allowed(g.Role, may.ApproveTrainer) && (g.Subject == "" || g.Subject == journeyID) {
			return nil
		}
	}
	if a.IsOperator() {
		return nil
	}
	return may.ErrDenied
}

// Approve lets a trainer lead course days from a day until another, in a place's name (rule 32). In: NodeID, and
// CourseID or JourneyID or neither, From, Until ("" = no end). Errors: ErrNoTrainer, ErrApproval, ErrPeriod, ErrCourse,
// may.ErrDenied.
func (o *Occasions) Approve(ctx context.Context, a may.Actor, x Approval) (_ Approval, err error) {
	defer fault.Wrap(&err, "approve trainer %s", x.TrainerID)
	if err := o.approvesAt(ctx, a, x.NodeID, x.JourneyID); err != nil {
		return x, err
	}
	if x.From == "" {
		x.From = o.Today()
	}
	if x.Until == "" {
		x.Until = db.NoEnd
	}
	switch {
	case !isDay(x.From) || !isDay(x.Until) || x.Until <= x.From:
		return x, ErrPeriod
	case x.JourneyID != "" && x.CourseID != "":
		return x, ErrApproval
	}
	if x.CourseID != "" {
		if _, err := o.titleOf(ctx, x.CourseID); err != nil {
			return x, err
		}
	}
	x.ID, x.MadeBy, x.MadeAt = o.NewID(), a.PersonID, o.Now()
	return x, o.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := holdTrainer(ctx, tx, x.TrainerID); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO trainer_approval (id, trainer_id, node_id, journey_id, course_id, from_day, until_day, made_by, made_at, ended_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`,
			x.ID, x.TrainerID, x.NodeID, x.JourneyID, x.CourseID, x.From, x.Until, x.MadeBy, x.MadeAt)
		return err
	})
}

// EndApproval ends an approval from today. Sessions that the trainer already leads stay as they are; the page says so.
// Errors: ErrNoApproval, may.ErrDenied.
func (o *Occasions) EndApproval(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "end approval %s", id)
	x, err := db.One(ctx, o.DB, func(s db.Scanner) (x Approval, err error) {
		err = s.Scan(&x.ID, &x.TrainerID, &x.NodeID, &x.JourneyID, &x.From, &x.Until)
		return x, err
	}, `SELECT id, trainer_id, node_id, journey_id, from_day, until_day FROM trainer_approval WHERE id = $1`, id)
	if errors.Is(err, db.ErrMissing) {
		return ErrNoApproval
	}
	if err != nil {
		return err
	}
	if err := o.approvesAt(ctx, a, x.NodeID, x.JourneyID); err != nil {
		return err
	}
	_, err = o.DB.Exec(ctx, `UPDATE trainer_approval SET until_day = $2, ended_by = $3 WHERE id = $1 AND until_day > $2`, id, max(o.Today(), x.From), a.PersonID)
	return err
}

// Approved lists the trainers who may lead an occasion on a day, by name, for who arranges it.
func (o *Occasions) Approved(ctx context.Context, a may.Actor, oc Occasion, day string) ([]Registered, error) {
	if err := o.Owns(ctx, a, oc); err != nil {
		return nil, err
	}
	all, err := o.Trainers(ctx, a, "")
	if err != nil {
		return nil, err
	}
	var journeys []string
	if o.JourneysWith != nil {
		if journeys, err = o.JourneysWith(ctx, oc.CourseID); err != nil {
			return nil, err
		}
	}
	owner, err := courseOwner(ctx, o.DB, oc.CourseID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(t Registered) bool {
		return !slices.ContainsFunc(t.Approvals, func(x Approval) bool { return x.On(day) && x.covers(oc, owner, journeys) })
	}), nil
}
