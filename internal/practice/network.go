package practice

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Network is where people of an RSS's municipalities learn together (R274). Whoever is interested joins.
type Network struct {
	ID, OwnerID string
	Owner       string // its name
	Name, About string
	Audience    string // whom it is above all for: the holders of a kind of appointment; "" everybody (R264)
	Ended       bool
	Revision    int64
	Meetings    []Meeting
}

// Meeting is one of a network's.
type Meeting struct {
	ID, NetworkID string
	Day           string
	Begins, Ends  string // HH:MM
	Place, Link   string // link: to the meeting online, for members
	Note          string // what was said, for members
	Revision      int64
	Came          []string // ids of those who were there; for the organiser
}

// Member is somebody who has joined.
type Member struct {
	PersonID, UnitID string
	Name             string // of a protected identity the contact code (rule 7), without the unit
	Unit             string
	JoinedAt         time.Time
}

const networkColumns = `n.id, n.owner_id, n.name, n.about, n.audience, n.ended, n.revision`

func scanNetwork(s db.Scanner) (n Network, err error) {
	err = s.Scan(&n.ID, &n.OwnerID, &n.Name, &n.About, &n.Audience, &n.Ended, &n.Revision)
	return n, err
}

func scanMeeting(s db.Scanner) (m Meeting, err error) {
	err = s.Scan(&m.ID, &m.NetworkID, &m.Day, &m.Begins, &m.Ends, &m.Place, &m.Link, &m.Note, &m.Revision)
	return m, err
}

// Networks lists those that go on with their meetings, by name, to anybody: no links, no notes, no names of people.
func (p *Practice) Networks(ctx context.Context) ([]Network, error) {
	all, err := db.All(ctx, p.DB, scanNetwork, `
		SELECT `+networkColumns+`
		FROM network n
		WHERE NOT n.ended
		ORDER BY n.name, n.id
		LIMIT 300`)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := p.fillNetwork(ctx, &all[i], false); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// fillNetwork adds the owner's name and the meetings; inside: with what members see.
func (p *Practice) fillNetwork(ctx context.Context, n *Network, inside bool) error {
	owner, err := p.Tree.FindEver(ctx, n.OwnerID)
	if err != nil {
		return err
	}
	n.Owner = owner.Name
	if n.Meetings, err = db.All(ctx, p.DB, scanMeeting, `
		SELECT m.id, m.network_id, m.on_day, m.begins, m.ends, m.place, m.link, m.note, m.revision
		FROM network_meeting m
		WHERE m.network_id = $1
		ORDER BY m.on_day, m.begins, m.id
		LIMIT 300`,
		n.ID); err != nil {
		return err
	}
	for i := range n.Meetings {
		if m := &n.Meetings[i]; !inside {
			m.Link, m.Note = "", ""
		}
	}
	return nil
}

// Inside is a network as somebody sees it.
type Inside struct {
	Network
	Joined   bool
	May      bool // works where the network is, and can join
	Arranges bool
	Members  []Member // for who arranges
}

// Network gives one: to anybody what it is about and when it meets; to members the links and notes; to who arranges
// it its members, too. Errors: ErrNoNetwork.
func (p *Practice) Network(ctx context.Context, a may.Actor, id string) (x Inside, err error) {
	defer fault.Wrap(&err, "network %s", id)
	if x.Network, err = one(ctx, p.DB, scanNetwork, ErrNoNetwork, `SELECT `+networkColumns+` FROM network n WHERE n.id = $1`, id); err != nil {
		return x, err
	}
	if _, err := p.owner(ctx, a, x.OwnerID); err == nil {
		x.Arranges = true
	} else if !isDenied(err) && err != ErrPlace {
		return x, err
	}
	if a.Known() {
		n, err := db.One(ctx, p.DB, db.Number, `SELECT COUNT(*) FROM network_member WHERE network_id = $1 AND person_id = $2`, id, a.PersonID)
		if err != nil {
			return x, err
		}
		x.Joined = n > 0
		if _, _, err := p.near(ctx, a, x.OwnerID); err == nil {
			x.May = true
		} else if err != ErrNotNear {
			return x, err
		}
	}
	if err := p.fillNetwork(ctx, &x.Network, x.Joined || x.Arranges); err != nil || !x.Arranges {
		return x, err
	}
	return x, p.members(ctx, a, &x)
}

func (p *Practice) members(ctx context.Context, a may.Actor, x *Inside) (err error) {
	if x.Members, err = db.All(ctx, p.DB, func(s db.Scanner) (m Member, err error) {
		err = s.Scan(&m.PersonID, &m.UnitID, &m.JoinedAt)
		return m, err
	}, `SELECT person_id, unit_id, joined_at FROM network_member WHERE network_id = $1 ORDER BY joined_at, person_id LIMIT 2000`, x.ID); err != nil {
		return err
	}
	ids := make([]string, len(x.Members))
	for i, m := range x.Members {
		ids[i] = m.PersonID
	}
	guarded := map[string]bool{}
	for i := 0; i < len(ids); i += 200 {
		cards, err := p.Staff.CardsOf(ctx, ids[i:min(i+200, len(ids))])
		if err != nil {
			return err
		}
		for id, all := range cards {
			guarded[id] = slices.ContainsFunc(all, func(c staff.Employee) bool { return c.Protected })
		}
	}
	names, err := p.names(ctx, ids)
	if err != nil {
		return err
	}
	for i := range x.Members {
		m := &x.Members[i]
		m.Name = names[m.PersonID]
		if guarded[m.PersonID] {
			m.UnitID = ""
			continue
		}
		n, err := p.Tree.FindEver(ctx, m.UnitID)
		if err != nil {
			return err
		}
		m.Unit = n.Name
	}
	lang.SortBy(x.Members, func(m Member) string { return m.Name })
	for i := range x.Meetings {
		if x.Meetings[i].Came, err = db.All(ctx, p.DB, db.Text, `SELECT person_id FROM network_tick WHERE meeting_id = $1 ORDER BY person_id`, x.Meetings[i].ID); err != nil {
			return err
		}
	}
	if len(x.Members) == 0 {
		return nil
	}
	return p.Audit.Node(ctx, p.DB, a, "practice.network", x.OwnerID)
}

// near gives where the actor works under the network's place. Errors: ErrNotNear.
func (p *Practice) near(ctx context.Context, a may.Actor, ownerID string) (employerID, unitID string, err error) {
	jobs, err := p.Staff.Employments(ctx, a.PersonID, p.Today())
	if err != nil {
		return "", "", err
	}
	rss, err := p.Tree.RSSByMunicipality(ctx, "", p.Today())
	if err != nil {
		return "", "", err
	}
	for _, j := range jobs {
		if !j.Current(p.Today()) {
			continue
		}
		for id := range strings.SplitSeq(j.UnitPath, "/") {
			if id == ownerID || rss[id] == ownerID {
				return j.EmployerID, j.UnitID, nil
			}
		}
	}
	return "", "", ErrNotNear
}

// AddNetwork begins one at a place that the actor arranges for. Errors: ErrPlace, ErrName, ErrText, ErrLong, ErrIdentity, may.ErrDenied.
func (p *Practice) AddNetwork(ctx context.Context, a may.Actor, n Network) (_ Network, err error) {
	defer fault.Wrap(&err, "begin a network at %s", n.OwnerID)
	if _, err := p.owner(ctx, a, n.OwnerID); err != nil {
		return n, err
	}
	if err := p.checkNetwork(&n); err != nil {
		return n, err
	}
	n.ID, n.Revision = p.NewID(), 1
	_, err = p.DB.Exec(ctx, `
		INSERT INTO network (id, owner_id, name, about, audience, ended, revision, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)`,
		n.ID, n.OwnerID, n.Name, n.About, n.Audience, false, a.PersonID, p.Now())
	return n, err
}

func (p *Practice) checkNetwork(n *Network) error {
	if err := p.needed(&n.Name, ErrName, mostName); err != nil {
		return err
	}
	if n.Audience != "" && !slices.Contains(Audiences(), n.Audience) {
		return ErrAudience
	}
	return p.needed(&n.About, ErrText, mostText)
}

// Audiences are the kinds of appointments whose holders a network may be for, as package appointment names them.
func Audiences() []string {
	return []string{"leader", "language_rep", "competence_rep", "ambassador"}
}

// For lists the networks that go on for some audiences where the actor works, by name, with whether the actor has joined.
func (p *Practice) For(ctx context.Context, a may.Actor, audiences []string) (out []Inside, err error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	if len(audiences) == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, p.DB, scanNetwork, `
		SELECT `+networkColumns+`
		FROM network n
		WHERE NOT n.ended AND n.audience IN (`+db.Marks(1, len(audiences))+`)
		ORDER BY n.name, n.id
		LIMIT 1000`,
		db.Args(audiences)...)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if _, _, err := p.near(ctx, a, n.OwnerID); errors.Is(err, ErrNotNear) {
			continue
		} else if err != nil {
			return nil, err
		}
		x, err := p.Network(ctx, may.Actor{PersonID: a.PersonID}, n.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// SaveNetwork writes its name, what it is about and whether it has ended. Errors: as AddNetwork, ErrChanged, ErrNoNetwork.
func (p *Practice) SaveNetwork(ctx context.Context, a may.Actor, n Network) (err error) {
	defer fault.Wrap(&err, "save network %s", n.ID)
	if _, err := p.arranged(ctx, a, n.ID); err != nil {
		return err
	}
	if err := p.checkNetwork(&n); err != nil {
		return err
	}
	k, err := p.DB.Exec(ctx, `UPDATE network SET name = $3, about = $4, ended = $5, audience = $6, revision = revision + 1 WHERE id = $1 AND revision = $2`, n.ID, n.Revision, n.Name, n.About, n.Ended, n.Audience)
	if err == nil && k == 0 {
		err = ErrChanged
	}
	return err
}

// arranged gives a network that the actor arranges.
func (p *Practice) arranged(ctx context.Context, a may.Actor, id string) (Network, error) {
	n, err := one(ctx, p.DB, scanNetwork, ErrNoNetwork, `SELECT `+networkColumns+` FROM network n WHERE n.id = $1`, id)
	if err != nil {
		return n, err
	}
	_, err = p.owner(ctx, a, n.OwnerID)
	return n, err
}

// Join lets the actor be of a network, when the actor works in its place. Twice is once. Errors: ErrNoNetwork, ErrNotOpen, ErrNotNear.
func (p *Practice) Join(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "join network %s", id)
	if !a.Known() {
		return may.ErrSignIn
	}
	n, err := one(ctx, p.DB, scanNetwork, ErrNoNetwork, `SELECT `+networkColumns+` FROM network n WHERE n.id = $1`, id)
	if err != nil {
		return err
	}
	if n.Ended {
		return ErrNotOpen
	}
	employer, unit, err := p.near(ctx, a, n.OwnerID)
	if err != nil {
		return err
	}
	_, err = p.DB.Exec(ctx, `
		INSERT INTO network_member (network_id, person_id, employer_id, unit_id, joined_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`,
		id, a.PersonID, employer, unit, p.Now())
	return err
}

// Leave takes the actor out of a network, with what was ticked. Twice is once.
func (p *Practice) Leave(ctx context.Context, a may.Actor, id string) error {
	if !a.Known() {
		return may.ErrSignIn
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM network_tick WHERE person_id = $2 AND meeting_id IN (SELECT m.id FROM network_meeting m WHERE m.network_id = $1)`, id, a.PersonID); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM network_member WHERE network_id = $1 AND person_id = $2`, id, a.PersonID)
		return err
	})
}

// AddMeetings adds a meeting, and with more than one several with so many weeks between, at most 24. Errors: ErrDay, ErrTime,
// ErrWeeks, ErrLong, ErrIdentity, ErrNoNetwork, may.ErrDenied.
func (p *Practice) AddMeetings(ctx context.Context, a may.Actor, m Meeting, n, weeks int64) (err error) {
	defer fault.Wrap(&err, "add meetings to network %s", m.NetworkID)
	if _, err := p.arranged(ctx, a, m.NetworkID); err != nil {
		return err
	}
	if err := p.checkMeeting(&m); err != nil {
		return err
	}
	if n < 1 || n > 24 || n > 1 && (weeks < 1 || weeks > 52) {
		return ErrWeeks
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		for i := range n {
			_, err := tx.Exec(ctx, `
				INSERT INTO network_meeting (id, network_id, on_day, begins, ends, place, link, note, revision, made_by, made_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, '', 1, $8, $9)`,
				p.NewID(), m.NetworkID, dueDay(m.Day, i*weeks), m.Begins, m.Ends, m.Place, m.Link, a.PersonID, p.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *Practice) checkMeeting(m *Meeting) error {
	if !isDay(m.Day) {
		return ErrDay
	}
	for _, s := range []string{m.Begins, m.Ends} {
		if _, err := time.Parse("15:04", s); err != nil || len(s) != 5 {
			return ErrTime
		}
	}
	if m.Ends <= m.Begins {
		return ErrTime
	}
	if err := p.text(&m.Place, "lokal", 300); err != nil {
		return err
	}
	if m.Link = strings.TrimSpace(m.Link); m.Link != "" && !strings.HasPrefix(m.Link, "https://") {
		return ErrLink
	}
	if err := p.text(&m.Link, "lank", 500); err != nil {
		return err
	}
	return p.text(&m.Note, "text", 10_000)
}

// ErrLink says that a meeting online has an address that begins with https.
var ErrLink = fault.New(fault.Invalid, "practice.link_wrong").On("lank")

// SaveMeeting writes a meeting anew with its notes, and who of the members were there. Errors: as AddMeetings, ErrNoMeeting, ErrChanged.
func (p *Practice) SaveMeeting(ctx context.Context, a may.Actor, m Meeting) (err error) {
	defer fault.Wrap(&err, "save meeting %s", m.ID)
	x, err := p.Network(ctx, a, m.NetworkID)
	if err != nil {
		return err
	}
	switch {
	case !x.Arranges:
		return may.ErrDenied
	case !slices.ContainsFunc(x.Meetings, func(k Meeting) bool { return k.ID == m.ID }):
		return ErrNoMeeting
	}
	if err := p.checkMeeting(&m); err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE network_meeting SET on_day = $3, begins = $4, ends = $5, place = $6, link = $7, note = $8, revision = revision + 1
			WHERE id = $1 AND revision = $2`,
			m.ID, m.Revision, m.Day, m.Begins, m.Ends, m.Place, m.Link, m.Note)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		if _, err := tx.Exec(ctx, `DELETE FROM network_tick WHERE meeting_id = $1`, m.ID); err != nil {
			return err
		}
		for _, member := range x.Members {
			if !slices.Contains(m.Came, member.PersonID) {
				continue
			}
			if _, err := tx.Exec(ctx, `INSERT INTO network_tick (meeting_id, person_id, made_by) VALUES ($1, $2, $3)`, m.ID, member.PersonID, a.PersonID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Kept lists the networks of the places that the actor arranges for, also ended ones.
func (p *Practice) Kept(ctx context.Context, a may.Actor) ([]Network, error) {
	ids, err := p.owners(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return db.All(ctx, p.DB, scanNetwork, `
		SELECT `+networkColumns+`
		FROM network n
		WHERE n.owner_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY n.ended, n.name, n.id
		LIMIT 300`,
		db.Args(ids)...)
}

// Places are those that the actor arranges for, for forms.
func (p *Practice) Places(ctx context.Context, a may.Actor) ([]org.Node, error) {
	return p.Occasions.Places(ctx, a)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
