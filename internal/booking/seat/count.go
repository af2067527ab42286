package seat

// Pool is what a booking takes when no quota has its seat.
const Pool = "pool"

// Quota is how many seats a place has, and how many of them are taken.
type Quota struct {
	Node         string
	Seats, Taken int64
	Released     bool // what is not used has gone to the pool
}

// Free is how many seats of the quota can be taken.
func (q Quota) Free() int64 {
	if q.Released {
		return 0
	}
	return max(q.Seats-q.Taken, 0)
}

// Standing is how an occasion's seats stand.
type Standing struct {
	Seats     int64
	Quotas    []Quota
	PoolTaken int64
}

// Pool is how many seats no quota has: what was never given, and what has been released.
func (s Standing) Pool() int64 {
	left := s.Seats
	for _, q := range s.Quotas {
		if q.Released {
			left -= q.Taken
		} else {
			left -= max(q.Seats, q.Taken)
		}
	}
	return left
}

// PoolFree is how many seats of the pool can be taken.
func (s Standing) PoolFree() int64 { return max(s.Pool()-s.PoolTaken, 0) }

// Taken is how many seats are taken in all.
func (s Standing) Taken() int64 {
	n := s.PoolTaken
	for _, q := range s.Quotas {
		n += q.Taken
	}
	return n
}

// Free is how many seats can be taken by somebody.
func (s Standing) Free() int64 {
	n := s.PoolFree()
	for _, q := range s.Quotas {
		n += q.Free()
	}
	return n
}

// Of gives a place's quota.
func (s Standing) Of(node string) (Quota, bool) {
	for _, q := range s.Quotas {
		if q.Node == node {
			return q, true
		}
	}
	return Quota{}, false
}

// Home is whose quota somebody's seat is taken from: the employer's when it has one, else the municipality's,
// else nobody's ("").
func (s Standing) Home(employer, municipality string) string {
	if _, ok := s.Of(employer); ok {
		return employer
	}
	if _, ok := s.Of(municipality); ok {
		return municipality
	}
	return ""
}

// Takes is what somebody with a home would take now: the quota, the pool, or "" when there is no seat.
func (s Standing) Takes(home string) string {
	if q, ok := s.Of(home); ok && q.Free() > 0 {
		return home
	}
	if s.PoolFree() > 0 {
		return Pool
	}
	return ""
}

// Take is the standing when a seat more, or (n negative) less, is taken.
func (s Standing) Take(what string, n int64) Standing {
	quotas := make([]Quota, len(s.Quotas))
	copy(quotas, s.Quotas)
	s.Quotas = quotas
	if what == Pool {
		s.PoolTaken += n
	}
	for i := range s.Quotas {
		if s.Quotas[i].Node == what {
			s.Quotas[i].Taken += n
		}
	}
	return s
}

// Flaw is what is wrong with a standing.
type Flaw string

// The flaws.
const (
	Sound     Flaw = ""
	Overdrawn Flaw = "overdrawn" // a quota has fewer seats than are taken of it
	TooMany   Flaw = "too_many"  // the quotas are more than the seats
	PoolShort Flaw = "pool"      // the pool has fewer seats than are taken of it
)

// Check tells what is wrong with a standing, and at which place.
func (s Standing) Check() (Flaw, string) {
	var all int64
	for _, q := range s.Quotas {
		if q.Taken > q.Seats {
			return Overdrawn, q.Node
		}
		if all += q.Seats; q.Released {
			all -= q.Seats - q.Taken // what has gone to the pool may be taken away
		}
	}
	switch {
	case all > s.Seats:
		return TooMany, ""
	case s.PoolTaken > s.Pool():
		return PoolShort, Pool
	}
	return Sound, ""
}
