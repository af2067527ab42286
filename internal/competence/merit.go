package competence

import (
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
)

// Faults of merits.
var (
	ErrNoMerit      = fault.New(fault.Missing, "merit.missing")
	ErrMeritKind    = fault.New(fault.Invalid, "merit.wrong.kind")
	ErrProgramme    = fault.New(fault.Invalid, "merit.wrong.programme")
	ErrOccupation   = fault.New(fault.Invalid, "merit.wrong.occupation")
	ErrTitle        = fault.New(fault.Invalid, "merit.wrong.title")
	ErrGround       = fault.New(fault.Invalid, "merit.wrong.ground")
	ErrMeritDate    = fault.New(fault.Invalid, "merit.wrong.date")
	ErrMeritFuture  = fault.New(fault.Invalid, "merit.wrong.future")
	ErrMeritUntil   = fault.New(fault.Invalid, "merit.wrong.until")
	ErrCredits      = fault.New(fault.Invalid, "merit.wrong.credits")
	ErrSystem       = fault.New(fault.Invalid, "merit.wrong.system")
	ErrMeritLong    = fault.New(fault.Invalid, "merit.wrong.long")
	ErrMeritID      = fault.New(fault.Invalid, "merit.wrong.identity")
	ErrMeritWhy     = fault.New(fault.Invalid, "merit.wrong.why")
	ErrMeritSeen    = fault.New(fault.Invalid, "merit.wrong.seen")
	ErrFileLarge    = fault.New(fault.Invalid, "merit.wrong.file_large")
	ErrFileKind     = fault.New(fault.Invalid, "merit.wrong.file_kind")
	ErrPicture      = fault.New(fault.Invalid, "merit.wrong.picture") // it cannot be read
	ErrNoPaper      = fault.New(fault.Missing, "merit.no_paper")
	ErrMeritThere   = fault.New(fault.Conflict, "merit.there")
	ErrMeritDecided = fault.New(fault.Conflict, "merit.decided")
	ErrOwnMerit     = fault.New(fault.Denied, "merit.own")
	ErrNotEmployed  = fault.New(fault.Invalid, "merit.wrong.employer")
	ErrNobody       = fault.New(fault.Invalid, "merit.wrong.nobody")
)

// Merit is something formal that a person has: an education, a licence, the right to a protected title or a
// validation. It is never edited: a change is a new one in place of an old.
type Merit struct {
	ID, PersonID string
	EmployerID   string // the controller: the employer through which it was added
	Kind         frame.By
	Ref          string // education, validation: the programme; licence: the occupation; title: the title
	Orientation  string
	Credits      float64
	System       string // what credits are counted in: gy, yh or hp
	From, Until  string // From: finished, issued, licensed; Until: the first day it no longer holds, "" for ever
	Details
	FileName string // of the evidence; "" when none came along

	MadeBy    string
	MadeAt    time.Time
	CheckedBy string
	CheckedAt *time.Time
	EndedBy   string
	EndedAt   *time.Time
	EndedHow  Ending
	EndedWhy  string

	hash string
}

// Details is what a kind has besides.
type Details struct {
	Choices  string       `json:"choices,omitempty"` // individual choices and courses of an education (R210)
	School   string       `json:"school,omitempty"`
	Number   string       `json:"number,omitempty"`   // of a licence or a certificate
	Ground   title.Ground `json:"ground,omitempty"`   // of a title
	Case     string       `json:"case,omitempty"`     // the validation that it came of
	Replaces string       `json:"replaces,omitempty"` // the merit that it stands in place of
}

// Ending is how a merit ceased to count.
type Ending string

// The endings.
const (
	Refused   Ending = "refused"   // who looked at the evidence did not find what the person had said
	Ended     Ending = "ended"     // it was wrong, or is over
	Withdrawn Ending = "withdrawn" // by the person, before it was checked
	Replaced  Ending = "replaced"  // by a later one
)

// State is how a merit stands, for pages.
type State string

// The states.
const (
	Waiting State = "waiting" // nobody has seen the evidence: it counts for nothing
	Checked State = "checked"
	Past    State = "past" // its time is over
	Gone    State = "gone" // refused, ended, withdrawn or replaced
)

// StateOn tells how a merit stands on a day.
func (m Merit) StateOn(on string) State {
	switch {
	case m.EndedAt != nil:
		return Gone
	case m.CheckedAt == nil:
		return Waiting
	case m.Until != "" && m.Until <= on:
		return Past
	}
	return Checked
}

// MeritKinds names the kinds of formal merits, in the order of the pages. A function is noted elsewhere.
func MeritKinds() []frame.By {
	return []frame.By{frame.ByEducation, frame.ByLicence, frame.ByTitle, frame.ByValidation}
}

// NewMerit is a merit to be added.
type NewMerit struct {
	Merit
	Seen  bool      // who adds it has seen the evidence; needs leave to check merits
	Paper io.Reader // the evidence; nil: none
}

const (
	longestWords  = 200
	longestText   = 2000
	mostCredits   = 5000
	earliestMerit = "1950-01-01"
)

// tidy takes out what is around the words, and what another kind has.
func (m *Merit) tidy() {
	for _, s := range []*string{&m.Ref, &m.Orientation, &m.System, &m.From, &m.Until, &m.Choices, &m.School, &m.Number} {
		*s = strings.TrimSpace(*s)
	}
	if m.Kind != frame.ByEducation && m.Kind != frame.ByValidation {
		m.Orientation, m.Credits, m.System, m.Choices, m.School = "", 0, "", "", ""
	}
	if m.Kind != frame.ByTitle {
		m.Ground = title.None
	}
	if m.Kind == frame.ByEducation || m.Kind == frame.ByValidation {
		m.Until, m.Number = "", ""
	}
	if m.Credits == 0 {
		m.System = ""
	}
}

// check is the rule of a merit: what it names is known, its days are days, its words are no one's identity number
// (rule 42). The transition gives its days itself.
func (m *Merit) check(ref org.Reference, today string, now time.Time) error {
	if err := m.checkRef(ref); err != nil {
		return err
	}
	if err := m.checkDays(today); err != nil {
		return err
	}
	switch {
	case !(m.Credits >= 0 && m.Credits <= mostCredits): // also what is no number
		return ErrCredits.On("credits")
	case m.Credits > 0 && !slices.Contains(programme.Systems(), programme.System(m.System)):
		return ErrSystem.On("system")
	}
	for _, f := range []struct {
		field, text string
		most        int
	}{{"orientation", m.Orientation, longestWords}, {"choices", m.Choices, longestText}, {"school", m.School, longestWords}, {"number", m.Number, longestWords}} {
		switch {
		case utf8.RuneCountInString(f.text) > f.most:
			return ErrMeritLong.On(f.field)
		case identity.In(f.text, now):
			return ErrMeritID.On(f.field)
		}
	}
	return nil
}

func (m *Merit) checkRef(ref org.Reference) error {
	switch m.Kind {
	case frame.ByEducation, frame.ByValidation:
		p, ok := programme.Find(m.Ref)
		if !ok {
			return ErrProgramme.On("programme")
		}
		m.Orientation = p.Orientation(m.Orientation)
	case frame.ByLicence:
		if !ref.Occupation(m.Ref).Licensed {
			return ErrOccupation.On("occupation")
		}
	case frame.ByTitle:
		t, ok := title.Of(m.Ref)
		switch {
		case !ok:
			return ErrTitle.On("title")
		case m.Ground == title.ByTransition && t.Transition != nil:
			m.From, m.Until, m.Number = t.Transition.On, t.Transition.Until, ""
		case m.Ground != title.ByCertificate:
			return ErrGround.On("ground")
		}
	default:
		return ErrMeritKind.On("kind")
	}
	return nil
}

func (m *Merit) checkDays(today string) error {
	if !lang.IsDay(m.From) || m.From < earliestMerit {
		return ErrMeritDate.On("from")
	}
	if m.From > today {
		return ErrMeritFuture.On("from")
	}
	if m.Until == "" {
		return nil
	}
	if !lang.IsDay(m.Until) || m.Until <= m.From {
		return ErrMeritUntil.On("until")
	}
	return nil
}

// words takes away a reason's surroundings and refuses none, one too long and identity numbers.
func (c *Competence) words(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", ErrMeritWhy.On("why")
	case utf8.RuneCountInString(text) > longestText:
		return "", ErrMeritLong.On("why")
	case identity.In(text, c.Now()):
		return "", ErrMeritID.On("why")
	}
	return text, nil
}
