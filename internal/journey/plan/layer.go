package plan

// Layer is what one node of the tree decides about one journey. There is at most one layer per node and journey;
// it reaches everyone whose path passes the node.
type Layer struct {
	NodeID, NodeName string
	NodeKind         NodeKind
	Journey          string // id of the journey
	Since            Date   // from when the operations hold, unless they say otherwise
	Ops              []Op   // in the order they were decided: of two that conflict the later wins
}

// NodeKind is a node's level in the tree.
type NodeKind string

// The levels. An employer under a municipality (private provider, kommunalförbund) is Employer.
const (
	Nation       NodeKind = "nation"
	RSS          NodeKind = "rss"
	Municipality NodeKind = "municipality"
	Employer     NodeKind = "employer"
	Operation    NodeKind = "operation"
	Unit         NodeKind = "unit"
	Team         NodeKind = "team"
)

// MayDemand tells whether a node of this kind may make mandatory, hide and block (rule 8). The others recommend and offer.
func (k NodeKind) MayDemand() bool {
	switch k {
	case Municipality, Employer, Operation, Unit:
		return true
	}
	return false
}

// weaken gives the strongest requirement a node of this kind may state.
func (k NodeKind) weaken(r Requirement) Requirement {
	if r == Mandatory && !k.MayDemand() {
		return Recommended
	}
	return r
}

// Op is one decision of a layer about one item.
type Op struct {
	Kind             OpKind
	Item             string // item id or course id; an add may leave it out and name the course
	Course           string // add: the course, which may be local
	Title, Text, URL string // add: what a local item is called
	Requirement      Requirement
	Block            string // add, move: id of the block; add without one: the first block
	After            string // add, move: the item it stands after; move without one: first; add without one: last
	Due              *Due   // due; also with add, require and recommend
	Audience         *Audience
	Link             *Link // gate
	Why              string
	Since, Until     Date // when this operation holds; empty: from the layer's date, for ever
}

// OpKind is what an operation does.
type OpKind string

// The operations.
const (
	Add       OpKind = "add"
	Require   OpKind = "require"
	Recommend OpKind = "recommend"
	Elect     OpKind = "elective"
	Hide      OpKind = "hide"
	Show      OpKind = "show"
	Move      OpKind = "move"
	SetDue    OpKind = "due"
	Gate      OpKind = "gate"
	Approve   OpKind = "approve" // a manager approves what is reported of this external course (rule 15)
)

func (o *Op) key() string { return firstText(o.Item, o.Course) }

// includes tells whether the operation puts an item in the journey, also one that the frame no longer has.
func (o *Op) includes() bool {
	switch o.Kind {
	case Add, Require, Recommend, Elect:
		return true
	}
	return false
}

func (l *Layer) name() string { return firstText(l.NodeName, l.NodeID) }

func (l *Layer) since(o *Op) Date { return firstDate(o.Since, l.Since) }

func (l *Layer) opHolds(o *Op, today Date) bool {
	return holds(l.since(o), o.Until, today)
}
