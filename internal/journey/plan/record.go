package plan

// record is a person's facts on a day, revoked ones taken out.
type record struct {
	facts   map[string][]*Fact // by course or activity
	keys    []string           // in the order first met
	started map[string]bool
	today   Date
}

func readRecord(p *Person, today Date) *record {
	r := &record{facts: make(map[string][]*Fact, len(p.Facts)), started: make(map[string]bool, len(p.Started)), today: today}
	for _, c := range p.Started {
		r.started[c] = true
	}
	back := revocations(p.Facts, today)
	for i := range p.Facts {
		f := &p.Facts[i]
		if f.Kind == Revoked || f.At > today || back.takes(f) {
			continue
		}
		if r.facts[f.Course] == nil {
			r.keys = append(r.keys, f.Course)
		}
		r.facts[f.Course] = append(r.facts[f.Course], f)
	}
	return r
}

// revoked is what has been taken back: facts by id, and courses up to a day.
type revoked struct {
	ids     map[string]bool
	courses map[string]Date
}

func revocations(facts []Fact, today Date) revoked {
	var r revoked
	for i := range facts {
		f := &facts[i]
		if f.Kind != Revoked || f.At > today {
			continue
		}
		if f.Revokes != "" {
			if r.ids == nil {
				r.ids = map[string]bool{}
			}
			r.ids[f.Revokes] = true
			continue
		}
		if r.courses == nil {
			r.courses = map[string]Date{}
		}
		r.courses[f.Course] = latest(r.courses[f.Course], f.At)
	}
	return r
}

func (r *revoked) takes(f *Fact) bool {
	if r.ids[f.ID] && f.ID != "" {
		return true
	}
	until, ok := r.courses[f.Course]
	return ok && f.At <= until
}

// held is what the record says about one item.
type held struct {
	valid, expired bool // done and counting; done but counting no more
	credited       bool // valid, and only as credited
	started        bool
	at, until      Date // last done; last valid day, empty: for ever
	source         string
}

// of reads the record for an item that is called key; doneBy Attended lets attendance be enough.
func (r *record) of(key string, doneBy FactKind) held {
	h := held{started: r.started[key]}
	forever, taken := false, false
	for _, f := range r.facts[key] {
		if f.Kind == Attended && (doneBy != Attended || f.Part) {
			h.started = true
			continue
		}
		if !f.counts() {
			continue
		}
		h.expired = true
		h.at = latest(h.at, f.At)
		h.until = latest(h.until, f.ValidUntil)
		forever = forever || f.ValidUntil == ""
		if f.ValidUntil != "" && f.ValidUntil < r.today {
			continue
		}
		h.valid = true
		if f.Kind != Credited {
			taken = true
		} else if h.source == "" || f.Source < h.source {
			h.source = f.Source
		}
	}
	if h.valid {
		h.expired, h.credited = false, !taken
	}
	if forever {
		h.until = ""
	}
	return h
}

func (f *Fact) counts() bool {
	switch f.Kind {
	case Completed, Passed, Attended, Credited:
		return true
	}
	return false
}

func (h *held) ever() bool { return h.valid || h.expired }

func (h *held) status() Status {
	if h.credited {
		return CreditedStatus
	}
	return Done
}
