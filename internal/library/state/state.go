// Package state knows how far a good example has come and who takes it on. It knows values only.
package state

import "slices"

// State is how far an example has come.
type State string

// The states.
const (
	Draft     State = "draft"     // being written
	Sent      State = "sent"      // waits for whoever reviews
	Held      State = "held"      // the unit's manager has asked to wait
	Changes   State = "changes"   // something is to be changed first
	Published State = "published" // can be found
	Declined  State = "declined"  // not published, with a reason
	Withdrawn State = "withdrawn" // taken back, by whoever wrote it or by who reviews: nobody else reads it
)

// All lists the states in the order that an example may pass them.
func All() []State { return []State{Draft, Sent, Held, Changes, Published, Declined, Withdrawn} }

// Who is a part that somebody has in an example.
type Who string

// The parts.
const (
	Author  Who = "author"
	Manager Who = "manager" // of the unit that it is from
	Keeper  Who = "keeper"  // reviews at the place that has it now
)

// Move is something that is done to an example.
type Move string

// The moves. All but Send, Release, Reopen, Publish and Widen give a reason.
const (
	Send     Move = "send"
	Hold     Move = "hold"     // the manager asks to wait
	Release  Move = "release"  // the manager lets it go on
	Ask      Move = "ask"      // the reviewer asks for changes
	Publish  Move = "publish"  // the reviewer publishes
	Decline  Move = "decline"  // the reviewer says no
	Widen    Move = "widen"    // the reviewer of a wider place spreads it further
	Keep     Move = "keep"     // the reviewer of a wider place lets it stay as far as it is
	Withdraw Move = "withdraw" // the author takes it back
	TakeDown Move = "takedown" // the reviewer takes it back
	Reopen   Move = "reopen"   // the author writes on
)

// Moves lists every move.
func Moves() []Move {
	return []Move{Send, Hold, Release, Ask, Publish, Decline, Widen, Keep, Withdraw, TakeDown, Reopen}
}

// table is the whole truth: from which states, who, and to which state a move leads.
var table = map[Move]struct {
	who  Who
	from []State
	to   State
}{
	Send:     {Author, []State{Draft, Changes}, Sent},
	Hold:     {Manager, []State{Sent}, Held},
	Release:  {Manager, []State{Held}, Sent},
	Ask:      {Keeper, []State{Sent}, Changes},
	Publish:  {Keeper, []State{Sent}, Published},
	Decline:  {Keeper, []State{Sent}, Declined},
	Widen:    {Keeper, []State{Published}, Published},
	Keep:     {Keeper, []State{Published}, Published},
	Withdraw: {Author, []State{Sent, Held, Changes, Published}, Withdrawn},
	TakeDown: {Keeper, []State{Published}, Withdrawn},
	Reopen:   {Author, []State{Declined, Withdrawn}, Draft},
}

// To tells where a move leads from a state when somebody of a part makes it; false when it cannot be made.
func To(from State, m Move, who Who) (State, bool) {
	row, known := table[m]
	if !known || row.who != who || !slices.Contains(row.from, from) {
		return from, false
	}
	return row.to, true
}

// By tells whose a move is.
func By(m Move) Who { return table[m].who }

// Reasoned tells whether a move gives a reason.
func Reasoned(m Move) bool {
	return slices.Contains([]Move{Hold, Ask, Decline, Keep, TakeDown}, m)
}

// Editable tells whether the author may change what it says.
func (s State) Editable() bool { return s == Draft || s == Changes }

// Spread is how far an example, or material, is spread.
type Spread string

// The spreads of examples, each wider than the one before. None is of what is not published.
const (
	None Spread = ""
	Own  Spread = "own" // the employer
	RSS  Spread = "rss" // the employers of the RSS
	Wide Spread = "all" // everybody
)

// Spreads lists what an example may be spread to, from near to far.
func Spreads() []Spread { return []Spread{Own, RSS, Wide} }

// Wider tells whether a spread reaches further than another.
func (s Spread) Wider(than Spread) bool { return rank(s) > rank(than) }

func rank(s Spread) int { return slices.Index([]Spread{None, Own, RSS, Wide}, s) }

// Granted is how far an example is spread by a place that may spread it so far, when the author wishes so far.
func Granted(wish, may Spread) Spread {
	if wish.Wider(may) {
		return may
	}
	return wish
}
