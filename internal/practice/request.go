package practice

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice/rule"
)

// Request is what a unit asks to be trained in that no course gives (R277). It says nothing of who gets the care.
type Request struct {
	ID                                        string
	UnitID, EmployerID, MunicipalityID, RSSID string
	Need                                      string
	People                                    int64
	By                                        string // YYYY-MM-DD, when it is needed
	State                                     rule.State
	TrainerID                                 string
	OccasionID                                string // where it led, when it led to an occasion
	Revision                                  int64
	MadeBy                                    string
	MadeAt, ChangedAt                         time.Time

	Unit, Municipality, Trainer string // their names
}

// Event is something that happened to a request.
type Event struct {
	What string // a state
	Day  string // a day that a trainer proposes
	Note string
	By   string // a name
	At   time.Time
}

const requestColumns = `r.id, r.unit_id, r.employer_id, r.municipality_id, r.rss_id, r.need, r.people, r.by_day, r.state, r.trainer_id, r.occasion_id, r.revision, r.made_by, r.made_at, r.changed_at`

func scanRequest(s db.Scanner) (r Request, err error) {
	err = s.Scan(&r.ID, &r.UnitID, &r.EmployerID, &r.MunicipalityID, &r.RSSID, &r.Need, &r.People, &r.By, &r.State, &r.TrainerID, &r.OccasionID, &r.Revision, &r.MadeBy, &r.MadeAt, &r.ChangedAt)
	return r, err
}

// municipalityOf is the municipality that an employer is, or stands under.
func municipalityOf(employer org.Node) string {
	for id := range strings.SplitSeq(employer.Path, "/") {
		if strings.HasPrefix(id, org.MunicipalityID("")) {
			return id
		}
	}
	return ""
}

// Ask sends a unit's request to the RSS of its municipality: r says UnitID, Need, People and By. Errors: ErrNeed, ErrLong,
// ErrIdentity, ErrPeople, ErrDay, ErrNoRSS, org.ErrNoNode, may.ErrDenied.
func (p *Practice) Ask(ctx context.Context, a may.Actor, r Request) (_ Request, err error) {
	defer fault.Wrap(&err, "ask for training at %s", r.UnitID)
	unit, employer, err := p.unit(ctx, a, may.BookStaff, r.UnitID)
	if err != nil {
		return r, err
	}
	if err := p.needed(&r.Need, ErrNeed, mostText); err != nil {
		return r, err
	}
	switch {
	case r.People < 1 || r.People > 5000:
		return r, ErrPeople
	case !isDay(r.By) || r.By < p.Today():
		return r, ErrDay
	}
	rss, err := p.Tree.RSSByMunicipality(ctx, "", p.Today())
	if err != nil {
		return r, err
	}
	r.MunicipalityID, r.EmployerID = municipalityOf(employer), employer.ID
	if r.RSSID = rss[r.MunicipalityID]; r.RSSID == "" {
		return r, ErrNoRSS
	}
	r.ID, r.State, r.Revision, r.MadeBy, r.MadeAt = p.NewID(), rule.Asked, 1, a.PersonID, p.Now()
	r.ChangedAt, r.Unit = r.MadeAt, unit.Name
	told, err := p.concerned(ctx, r)
	if err != nil {
		return r, err
	}
	return r, p.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO skill_request (id, unit_id, employer_id, municipality_id, rss_id, need, people, by_day, state, trainer_id, occasion_id, revision, made_by, made_at, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', 1, $10, $11, $11)`,
			r.ID, r.UnitID, r.EmployerID, r.MunicipalityID, r.RSSID, r.Need, r.People, r.By, string(r.State), a.PersonID, r.MadeAt)
		if err != nil {
			return err
		}
		return p.noted(ctx, tx, a, r, told, Event{What: string(rule.Asked)})
	})
}

// RequestsOf lists a unit's requests, the latest first, for who books for the unit.
func (p *Practice) RequestsOf(ctx context.Context, a may.Actor, unitID string) (org.Node, []Request, error) {
	unit, _, err := p.unit(ctx, a, may.BookStaff, unitID)
	if err != nil {
		return unit, nil, err
	}
	all, err := p.requests(ctx, `r.unit_id = $1`, unitID)
	return unit, all, err
}

// Incoming lists the requests to the RSS that the actor arranges for, what waits first.
func (p *Practice) Incoming(ctx context.Context, a may.Actor) ([]Request, error) {
	ids, err := p.owners(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return p.requests(ctx, `r.rss_id IN (`+db.Marks(1, len(ids))+`)`, db.Args(ids)...)
}

// AssignedTo lists the requests that the actor is to answer as a trainer.
func (p *Practice) AssignedTo(ctx context.Context, a may.Actor) ([]Request, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	t, err := p.Occasions.IsTrainer(ctx, a.PersonID)
	if err != nil || t.ID == "" {
		return nil, err
	}
	return p.requests(ctx, `r.trainer_id = $1`, t.ID)
}

func (p *Practice) requests(ctx context.Context, where string, args ...any) ([]Request, error) {
	all, err := db.All(ctx, p.DB, scanRequest, `
		SELECT `+requestColumns+`
		FROM skill_request r
		WHERE `+where+`
		ORDER BY CASE r.state WHEN 'asked' THEN 0 WHEN 'answered' THEN 1 WHEN 'assigned' THEN 2 ELSE 3 END, r.by_day, r.id
		LIMIT 300`,
		args...)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := p.nameRequest(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (p *Practice) nameRequest(ctx context.Context, r *Request) error {
	for id, to := range map[string]*string{r.UnitID: &r.Unit, r.MunicipalityID: &r.Municipality} {
		n, err := p.Tree.FindEver(ctx, id)
		if err != nil {
			return err
		}
		*to = n.Name
	}
	if r.TrainerID == "" {
		return nil
	}
	all, err := p.Occasions.TrainersByID(ctx, []string{r.TrainerID})
	r.Trainer = all[r.TrainerID].Name
	return err
}

// Seen is a request as somebody sees it, and what the actor may do with it.
type Seen struct {
	Request
	Events   []Event
	Arranges bool // assigns and closes
	Answers  bool // is the trainer, or arranges for one without an account
	Books    bool // asked, or books for the unit
}

// Request gives one to whoever books for the unit, arranges for the RSS, or is its trainer. Errors: ErrNoRequest.
func (p *Practice) Request(ctx context.Context, a may.Actor, id string) (s Seen, err error) {
	defer fault.Wrap(&err, "request %s", id)
	if s.Request, err = one(ctx, p.DB, scanRequest, ErrNoRequest, `SELECT `+requestColumns+` FROM skill_request r WHERE r.id = $1`, id); err != nil {
		return s, err
	}
	if _, err := p.owner(ctx, a, s.RSSID); err == nil {
		s.Arranges = true
	} else if !isDenied(err) && err != ErrPlace {
		return s, err
	}
	t, err := p.trainer(ctx, s.TrainerID)
	if err != nil {
		return s, err
	}
	s.Answers = t.PersonID != "" && t.PersonID == a.PersonID || s.Arranges && s.TrainerID != ""
	if _, _, err := p.unit(ctx, a, may.BookStaff, s.UnitID); err == nil {
		s.Books = true
	}
	if !s.Arranges && !s.Answers && !s.Books {
		return s, ErrNoRequest
	}
	if err := p.nameRequest(ctx, &s.Request); err != nil {
		return s, err
	}
	s.Events, err = p.events(ctx, id)
	return s, err
}

func (p *Practice) trainer(ctx context.Context, id string) (occasion.Trainer, error) {
	if id == "" {
		return occasion.Trainer{}, nil
	}
	all, err := p.Occasions.TrainersByID(ctx, []string{id})
	return all[id], err
}

func (p *Practice) events(ctx context.Context, id string) ([]Event, error) {
	all, err := db.All(ctx, p.DB, func(s db.Scanner) (e Event, err error) {
		err = s.Scan(&e.What, &e.Day, &e.Note, &e.By, &e.At)
		return e, err
	}, `SELECT what, on_day, note, by_id, at FROM skill_request_event WHERE request_id = $1 ORDER BY at, id LIMIT 200`, id)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range all {
		ids = append(ids, e.By)
	}
	names, err := p.names(ctx, ids)
	for i := range all {
		all[i].By = names[all[i].By]
	}
	return all, err
}

// Match is a trainer and how well the field fits a need.
type Match struct {
	occasion.Trainer
	Words int // of the need that the field has
}

// Matching lists the register's trainers for a need, those whose field fits best first.
func (p *Practice) Matching(ctx context.Context, a may.Actor, need string) ([]Match, error) {
	all, err := p.Occasions.Trainers(ctx, a, "")
	if err != nil {
		return nil, err
	}
	out := make([]Match, len(all))
	for i, t := range all {
		out[i] = Match{t.Trainer, rule.Matches(need, t.Field)}
	}
	slices.SortStableFunc(out, func(x, y Match) int { return y.Words - x.Words })
	return out, nil
}

// Step is what somebody does with a request.
type Step struct {
	To         rule.State
	Revision   int64  // the one that was seen
	TrainerID  string // of Assigned
	Day        string // that the trainer proposes, of Answered; may be ""
	OccasionID string // where it led, of Done; may be ""
	Note       string // needed for Answered, Done and Declined
}

// Go takes a request to its next state: who arranges assigns, ends and declines, the trainer answers. Everybody concerned
// is told. Errors: ErrNoRequest, ErrState, ErrTrainer, ErrText, ErrDay, ErrOccasion, ErrChanged, ErrLong, ErrIdentity, may.ErrDenied.
func (p *Practice) Go(ctx context.Context, a may.Actor, id string, step Step) (err error) {
	defer fault.Wrap(&err, "take request %s to %s", id, step.To)
	s, err := p.Request(ctx, a, id)
	if err != nil {
		return err
	}
	if step.To == rule.Answered && !s.Answers || step.To != rule.Answered && !s.Arranges {
		return may.ErrDenied
	}
	if !rule.Follows(s.State, step.To) {
		return ErrState
	}
	if err := p.checkStep(ctx, a, &step); err != nil {
		return err
	}
	r := s.Request
	r.State = step.To
	if step.To == rule.Assigned {
		r.TrainerID = step.TrainerID
	}
	if step.To == rule.Done {
		r.OccasionID = step.OccasionID
	}
	told, err := p.concerned(ctx, r)
	if err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE skill_request SET state = $3, trainer_id = $4, occasion_id = $5, revision = revision + 1, changed_at = $6
			WHERE id = $1 AND revision = $2`,
			r.ID, step.Revision, string(r.State), r.TrainerID, r.OccasionID, p.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		return p.noted(ctx, tx, a, r, told, Event{What: string(step.To), Day: step.Day, Note: step.Note})
	})
}

func (p *Practice) checkStep(ctx context.Context, a may.Actor, step *Step) error {
	if err := p.text(&step.Note, "text", mostText); err != nil {
		return err
	}
	if step.Note == "" && step.To != rule.Assigned {
		return ErrText
	}
	switch step.To {
	case rule.Assigned:
		if t, err := p.trainer(ctx, step.TrainerID); err != nil || t.ID == "" {
			return cmpErr(err, ErrTrainer)
		}
	case rule.Answered:
		if step.Day != "" && !isDay(step.Day) {
			return ErrDay
		}
	case rule.Done:
		if step.OccasionID == "" {
			return nil
		}
		if _, err := p.owned(ctx, a, step.OccasionID); err != nil {
			return ErrOccasion
		}
	}
	return nil
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// concerned are those who are told what happens to a request: who asked, those who arrange at the RSS, and the trainer.
func (p *Practice) concerned(ctx context.Context, r Request) (ids []string, err error) {
	ids = []string{r.MadeBy}
	held, err := p.Access.Holders(ctx, may.Region, r.RSSID, p.Today())
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		ids = append(ids, h.PersonID)
	}
	t, err := p.trainer(ctx, r.TrainerID)
	if t.PersonID != "" {
		ids = append(ids, t.PersonID)
	}
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// noted keeps what happened to a request, and tells those whom it concerns but not whoever did it.
func (p *Practice) noted(ctx context.Context, tx *db.Tx, a may.Actor, r Request, told []string, e Event) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO skill_request_event (id, request_id, what, on_day, note, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		p.NewID(), r.ID, e.What, e.Day, e.Note, a.PersonID, p.Now())
	if err != nil {
		return err
	}
	for _, id := range told {
		if id == a.PersonID || id == "" || id == may.Erased {
			continue
		}
		err := p.Messages.Tell(ctx, tx, message.Note{PersonID: id, Key: "practice.told." + e.What, Args: map[string]string{"unit": r.Unit}, Href: "/ovning/forfragningar/" + r.ID})
		if err != nil {
			return err
		}
	}
	return nil
}

func isDay(s string) bool { return s != "" && day(s, true) == nil }
