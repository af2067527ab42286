package rule

import "strconv"

// sum is how a whole unit stands to its scheme on a day.
type sum struct {
	people     []Verdict
	counted    int // how many count
	met        int // of them meet it
	weight     int // what those who count weigh
	metWeight  int
	newWeight  int // what those weigh who are new and do not meet it
	leader     bool
	everybody  bool // the scheme asks for each of them
	share      int
	next       string
	scheme     *Scheme
	unfinished []string // steps before certification that are not done
}

// judgeAll judges everybody on a day.
func judgeAll(in *Input, s *Scheme, on, since, round string) sum {
	j := judge{in: in, scheme: s, on: on, since: since, round: round}
	out := sum{scheme: s, share: s.Share, everybody: s.Share >= 100}
	for i := range in.People {
		v, ok := j.person(&in.People[i])
		if !ok {
			continue
		}
		out.people = append(out.people, v)
		if !v.Counted {
			continue
		}
		out.counted, out.weight = out.counted+1, out.weight+v.Weight
		switch {
		case v.Met:
			out.met, out.metWeight = out.met+1, out.metWeight+v.Weight
		case v.New:
			out.newWeight += v.Weight
		}
	}
	out.leader = led(in.Leaders, on)
	out.next = j.next
	return out
}

func led(all []Span, on string) bool {
	for _, l := range all {
		if l.holds(on) {
			return true
		}
	}
	return false
}

// enough tells whether enough of those who count meet it, with those left out whom the unit is not judged by. Where nobody
// counts, nobody meets it.
func (s *sum) enough(without int) bool {
	return s.counted > 0 && s.metWeight*100 >= min(s.share, 100)*(s.weight-without)
}

// full tells whether enough people meet it, new ones too.
func (s *sum) full() bool { return s.enough(0) }

// led tells whether the unit has the leader that the scheme asks for.
func (s *sum) ledEnough() bool { return s.leader || !s.scheme.Leader }

// ready tells whether a unit could be certified today.
func (s *sum) ready() bool {
	without := 0
	if s.scheme.GraceFirst {
		without = s.newWeight
	}
	return s.met > 0 && s.enough(without) && s.ledEnough() && len(s.unfinished) == 0
}

// lacks tells what a unit does not fulfil.
func (s *sum) lacks() (out []Reason) {
	switch {
	case s.counted == 0:
		out = append(out, Reason{Key: UnitNobody})
	case s.full():
	case s.everybody:
		out = append(out, Reason{UnitPeople, map[string]string{"n": strconv.Itoa(s.counted - s.met), "of": strconv.Itoa(s.counted)}})
	default:
		out = append(out, Reason{UnitShare, map[string]string{"percent": strconv.Itoa(s.share), "n": strconv.Itoa(s.met), "of": strconv.Itoa(s.counted)}})
	}
	if !s.ledEnough() {
		out = append(out, Reason{Key: UnitLeader})
	}
	for _, step := range s.unfinished {
		out = append(out, Reason{UnitStep, map[string]string{"step": step}})
	}
	return out
}
