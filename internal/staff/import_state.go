package staff

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// placing is what is known of an employment from a day: two equal ones need no new period.
type placing struct {
	UnitID, TeamID, Title, AID, Occupation, Area, Form string
	Extent                                             float64
	Start, End                                         string
	Dormant                                            bool
	Manager, RowHash                                   string
}

// known is an employment that is in the database.
type known struct {
	id, key, number, personID string
	period                    string // the open period; "" when it has ended
	now                       placing
	seen, kept                bool // in the file; in a row with an error
}

// person is one in the database, or one to come.
type person struct {
	id, hash string // hash "" when no identity is known
	isNew    bool
	sets     string // the hash to set
	staged   bool
	entries  []*entry
}

// state is what is known of an employer's staff before the file.
type state struct {
	mark     string
	known    []*known
	byKey    map[string]*known
	byPerson map[string][]*known
	persons  map[string]*person
	byHash   map[string]*person
	cards    map[string]card
}

// card is what an employer knows of a person.
type card struct{ First, Last, Email, Mobile string }

// load reads an employer's staff. The mark is read first: what changes after it is noticed.
func (im *Imports) load(ctx context.Context, employer org.Node, nodes []org.Node) (*state, error) {
	st := &state{byKey: map[string]*known{}, byPerson: map[string][]*known{}, persons: map[string]*person{}, byHash: map[string]*person{}, cards: map[string]card{}}
	var err error
	if st.mark, err = markOf(ctx, im.Staff.DB, employer.ID, nodes); err != nil {
		return nil, err
	}
	if err := st.loadEmployments(ctx, im.Staff.DB, employer.ID); err != nil {
		return nil, err
	}
	return st, st.loadCards(ctx, im.Staff.DB, employer.ID)
}

// markOf changes whenever an employer's staff or tree does.
func markOf(ctx context.Context, q db.Q, employerID string, nodes []org.Node) (string, error) {
	counts, err := db.One(ctx, q, func(s db.Scanner) (string, error) {
		var n, done, undone int64
		var last string
		err := s.Scan(&n, &last, &done, &undone)
		return fmt.Sprintf("%d %s %d %d", n, last, done, undone), err
	}, selectMark, employerID)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, n := range nodes {
		fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00", n.ID, n.Code, n.Name, n.Path)
	}
	return fmt.Sprintf("%s %x", counts, h.Sum(nil)[:8]), nil
}

func (st *state) loadEmployments(ctx context.Context, q db.Q, employerID string) error {
	return db.Each(ctx, q, scanKnown, func(r knownRow) error {
		k := &r.known
		st.known = append(st.known, k)
		st.byKey[k.key] = k
		st.byPerson[k.personID] = append(st.byPerson[k.personID], k)
		if st.persons[k.personID] == nil {
			st.addPerson(&person{id: k.personID, hash: r.hash})
		}
		return nil
	}, selectKnown, employerID)
}

func (st *state) addPerson(p *person) {
	st.persons[p.id] = p
	if p.hash != "" {
		st.byHash[p.hash] = p
	}
}

func (st *state) loadCards(ctx context.Context, q db.Q, employerID string) error {
	return db.Each(ctx, q, scanEmployee, func(e Employee) error {
		st.cards[e.PersonID] = card{e.FirstName, e.LastName, e.Email, e.Mobile}
		return nil
	}, `
		SELECT employer_id, person_id, first_name, last_name, email, mobile, protected, contact_code
		FROM employee
		WHERE employer_id = $1`,
		employerID)
}

// findPersons looks up people of other employers by identity, some hundred at a time.
func (st *state) findPersons(ctx context.Context, q db.Q, hashes []string) error {
	for some := range slices.Chunk(hashes, 500) {
		err := db.Each(ctx, q, func(s db.Scanner) (p person, err error) { err = s.Scan(&p.id, &p.hash); return p, err },
			func(p person) error {
				if st.persons[p.id] == nil {
					st.addPerson(&p)
				}
				return nil
			}, `
			SELECT id, identity_hash
			FROM person
			WHERE identity_hash IN (`+db.Marks(1, len(some))+`)`,
			db.Args(some)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (st *state) hashed(hashes []string) *person {
	for _, h := range hashes {
		if p := st.byHash[h]; p != nil {
			return p
		}
	}
	return nil
}
