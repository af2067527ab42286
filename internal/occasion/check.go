package occasion

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
)

// Faults of what an occasion says.
var (
	ErrCourse     = fault.New(fault.Invalid, "occasion.course_missing").On("kurs")
	ErrOrganiser  = fault.New(fault.Invalid, "occasion.organiser_wrong").On("arrangor")
	ErrOwner      = fault.New(fault.Invalid, "occasion.owner_wrong").On("rss")
	ErrForm       = fault.New(fault.Invalid, "occasion.form_missing").On("form")
	ErrTown       = fault.New(fault.Invalid, "occasion.town_missing").On("ort")
	ErrPlace      = fault.New(fault.Invalid, "occasion.place_missing").On("plats")
	ErrLink       = fault.New(fault.Invalid, "occasion.link_wrong").On("lank")
	ErrLanguage   = fault.New(fault.Invalid, "occasion.language_wrong").On("sprak")
	ErrSeats      = fault.New(fault.Invalid, "occasion.seats_wrong").On("antal")
	ErrMinSeats   = fault.New(fault.Invalid, "occasion.min_seats_wrong").On("minst")
	ErrCutOff     = fault.New(fault.Invalid, "occasion.cut_off_wrong").On("sista")
	ErrFee        = fault.New(fault.Invalid, "occasion.fee_wrong").On("avgift")
	ErrLong       = fault.New(fault.Invalid, "occasion.text_long")
	ErrIdentity   = fault.New(fault.Invalid, "occasion.identity_number") // rule 42
	ErrNoSessions = fault.New(fault.Invalid, "occasion.no_sessions").On("dag")
	ErrMany       = fault.New(fault.Invalid, "occasion.too_many")
	ErrDay        = fault.New(fault.Invalid, "occasion.day_wrong").On("dag")
	ErrHours      = fault.New(fault.Invalid, "occasion.hours_wrong").On("slutar")
	ErrSkipped    = fault.New(fault.Invalid, "occasion.time_skipped").On("dag") // the clock is put forward past it
	ErrOverlap    = fault.New(fault.Invalid, "occasion.sessions_overlap").On("dag")
	ErrPart       = fault.New(fault.Invalid, "occasion.part_wrong").On("moment")
	ErrPast       = fault.New(fault.Invalid, "occasion.day_past").On("dag")
)

// Bounds of what an occasion may hold.
const (
	MostSeats    = 2000
	MostSessions = 30
	MostParts    = 20
	MostTrainers = 10
	mostOwners   = 30
	longestLine  = 200
	longestText  = 2000
)

// Kinds of parts of a session's plan (R124).
const (
	Lecture  = "lecture"
	Dialogue = "dialogue"
	Practice = "practice"
	Break    = "break"
)

// PartKinds names them, in the order of the form.
func PartKinds() []string { return []string{Lecture, Dialogue, Practice, Break} }

// Forms names the forms, in the order of the form.
func Forms() []Form { return []Form{AtPlace, Online, AtWorkplace} }

// Lengths names the lengths of sessions, the longest first.
func Lengths() []Length { return []Length{Whole, Half, Short} }

// LengthOf is how long a session is by its hours: whole from five hours, half from two and a half.
func LengthOf(begins, ends string) Length {
	switch m := minutesBetween(begins, ends); {
	case m >= 5*60:
		return Whole
	case m >= 150:
		return Half
	}
	return Short
}

func minutesBetween(begins, ends string) int {
	from, err := time.Parse("15:04", begins)
	if err != nil {
		return 0
	}
	to, err := time.Parse("15:04", ends)
	if err != nil {
		return 0
	}
	return int(to.Sub(from).Minutes())
}

// Minutes is how long a session is from beginning to end.
func (s Session) Minutes() int { return minutesBetween(s.Begins, s.Ends) }

// Planned is how many minutes the parts of the plan take together.
func (s Session) Planned() (n int) {
	for _, p := range s.Parts {
		n += int(p.Minutes)
	}
	return n
}

// Overfull tells whether the plan takes longer than the session: the page warns, since a plan may be half written.
func (s Session) Overfull() bool { return s.Planned() > s.Minutes() }

// Over tells whether the last day has been.
func (o Occasion) Over(today string) bool { return o.LastDay != "" && o.LastDay < today }

// StateOn is the state on a day: what was open is done when its last day has been.
func (o Occasion) StateOn(today string) State {
	if o.State == Open && o.Over(today) {
		return Done
	}
	return o.State
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// tidy trims, orders the sessions, fills what follows from something else, and checks what the occasion says; it
// asks nothing of the database.
func (o *Occasion) tidy(now time.Time) error {
	for _, f := range []struct {
		text  *string
		most  int
		field string
	}{{&o.Outside, longestLine, "utanfor"}, {&o.Place, longestLine, "plats"}, {&o.Address, longestLine, "adress"}, {&o.Room, longestLine, "rum"},
		{&o.AccessNotes, longestText, "tillganglighet"}, {&o.Link, longestText, "lank"}, {&o.Terms, longestText, "villkor"}, {&o.Note, longestText, "om"}} {
		if err := text(f.text, f.most, f.field, now); err != nil {
			return err
		}
	}
	if !slices.Contains(Forms(), o.Form) {
		return ErrForm
	}
	if o.Form == Online {
		o.Town = ""
	}
	if o.Link != "" && !webAddress(o.Link) {
		return ErrLink
	}
	if o.Language == "" {
		o.Language = "sv"
	}
	switch {
	case !languageTag.MatchString(o.Language):
		return ErrLanguage
	case o.Seats < 0 || o.Seats > MostSeats:
		return ErrSeats
	case o.MinSeats < 0 || o.MinSeats > o.Seats:
		return ErrMinSeats
	case o.Fee < 0 || o.Fee > 100000:
		return ErrFee
	}
	if err := o.tidySessions(now); err != nil {
		return err
	}
	o.FirstDay, o.LastDay = days(o.Sessions)
	if o.CutOff != "" && (!isDay(o.CutOff) || o.FirstDay != "" && o.CutOff > o.FirstDay) {
		return ErrCutOff
	}
	return nil
}

func (o *Occasion) tidySessions(now time.Time) error {
	if len(o.Sessions) > MostSessions {
		return ErrMany
	}
	slices.SortStableFunc(o.Sessions, func(a, b Session) int { return strings.Compare(a.Day+a.Begins, b.Day+b.Begins) })
	for i := range o.Sessions {
		s := &o.Sessions[i]
		s.OccasionID, s.Number = o.ID, int64(i+1)
		if !isDay(s.Day) {
			return ErrDay
		}
		if !isHour(s.Begins) || !isHour(s.Ends) || s.Begins >= s.Ends {
			return ErrHours
		}
		if !lang.IsOnTheWall(s.Day, s.Begins) || !lang.IsOnTheWall(s.Day, s.Ends) {
			return ErrSkipped
		}
		if i > 0 && o.Sessions[i-1].Day == s.Day && o.Sessions[i-1].Ends > s.Begins {
			return ErrOverlap
		}
		if !slices.Contains(Lengths(), s.Length) {
			s.Length = LengthOf(s.Begins, s.Ends)
		}
		slices.Sort(s.Trainers)
		s.Trainers = slices.Compact(s.Trainers)
		if len(s.Parts) > MostParts || len(s.Trainers) > MostTrainers {
			return ErrMany
		}
		for j := range s.Parts {
			if err := s.Parts[j].tidy(now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Part) tidy(now time.Time) error {
	for _, f := range []struct {
		text  *string
		most  int
		field string
	}{{&p.Title, longestLine, "moment"}, {&p.Material, longestText, "material"}, {&p.Link, longestText, "materiallank"}, {&p.FileName, longestLine, "fil"}} {
		if err := text(f.text, f.most, f.field, now); err != nil {
			return err
		}
	}
	switch {
	case !slices.Contains(PartKinds(), p.Kind), p.Minutes < 1 || p.Minutes > 12*60, p.Title == "" && p.Kind != Break:
		return ErrPart
	case p.Link != "" && !webAddress(p.Link):
		return ErrLink.On("materiallank")
	}
	return nil
}

// text trims a text and holds it to its length and to rule 42.
func text(s *string, most int, field string, now time.Time) error {
	*s = strings.TrimSpace(strings.ToValidUTF8(*s, ""))
	if utf8.RuneCountInString(*s) > most {
		return ErrLong.On(field)
	}
	if identity.In(*s, now) {
		return ErrIdentity.On(field)
	}
	return nil
}

// whole says what an occasion lacks before people may see and book it.
func (o Occasion) whole(today string) error {
	switch {
	case len(o.Sessions) == 0:
		return ErrNoSessions
	case o.LastDay < today:
		return ErrPast
	case o.Form == AtPlace && o.Town == "":
		return ErrTown
	case o.Form != Online && o.Place == "" && o.Address == "":
		return ErrPlace
	case o.Seats < 1:
		return ErrSeats
	}
	return nil
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func isHour(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(s, " \t\r\n\"<>")
}
