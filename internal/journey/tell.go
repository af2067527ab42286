package journey

import (
	"context"
	"errors"
	"strconv"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// AboveChanged says that a journey's frame, or the layer of a node, has become otherwise: places with
// layers of their own below have something to take a stand on.
type AboveChanged struct {
	JourneyID string `json:"journey_id"`
	NodeID    string `json:"node_id"` // "" is the frame
}

// Kind implements job.Args.
func (AboveChanged) Kind() string { return "journey.above_changed" }

// tellBelow queues the telling as part of tx. A program without a queue tells nobody.
func (js *Journeys) tellBelow(ctx context.Context, tx *db.Tx, journeyID, nodeID string) error {
	if js.Jobs == nil {
		return nil
	}
	return js.Jobs.Add(ctx, tx, AboveChanged{journeyID, nodeID})
}

// editors are the roles that edit the layer of a kind of node, the nearest first.
var editors = map[org.Kind][]may.Role{
	org.Nation: {may.National}, org.RSS: {may.Region}, org.Municipality: {may.Municipality}, org.Employer: {may.Municipality},
	org.Operation: {may.Operations}, org.Unit: {may.Manager}, org.Team: {may.Manager},
}

// batch is how many places one statement of the telling reads.
const batch = 200

// OnAboveChanged tells whoever edits a layer below that there is news, once for the same news. Working it twice
// tells nobody twice.
func (js *Journeys) OnAboveChanged(ctx context.Context, changed AboveChanged) error {
	path := org.Sweden
	if changed.NodeID != "" {
		node, err := js.Tree.Find(ctx, changed.NodeID, js.Staff.Today())
		if errors.Is(err, org.ErrNoNode) {
			return nil
		}
		if err != nil {
			return err
		}
		path = node.Path
	}
	for from := 0; ; from += batch {
		places, err := js.layered(ctx, []string{path}, changed.JourneyID, batch, from)
		if err != nil {
			return err
		}
		for _, p := range places {
			if p.Node.ID != changed.NodeID {
				if err := js.tellPlace(ctx, p.Node, changed.JourneyID); err != nil {
					return err
				}
			}
		}
		if len(places) < batch {
			return nil
		}
	}
}

func (js *Journeys) tellPlace(ctx context.Context, node org.Node, journeyID string) error {
	t, err := js.tailoring(ctx, js.DB, node, journeyID)
	if err != nil {
		return err
	}
	news, err := js.News(ctx, &t)
	if err != nil || len(news) == 0 {
		return err
	}
	employer, err := org.EmployerOf(ctx, js.DB, node.Path, js.Staff.Today())
	if err != nil && !errors.Is(err, org.ErrNoNode) {
		return err
	}
	last := news[len(news)-1]
	for _, role := range editors[org.Kind(node.Kind)] {
		holders, err := js.Access.Holders(ctx, role, node.ID, js.Staff.Today())
		if err != nil {
			return err
		}
		for _, h := range holders {
			note := message.Note{PersonID: h.PersonID, EmployerID: employer.ID, Key: "journey.told." + "news", Href: "/anpassa/" + node.ID + "/" + journeyID + "/skillnader",
				Args:    map[string]string{"journey": t.Frame().Title, "place": node.Name},
				OnceKey: "layer-news:" + node.ID + ":" + journeyID + ":" + strconv.FormatInt(t.Version, 10) + ":" + last.Key() + ":" + h.PersonID}
			if err := js.DB.Tx(ctx, func(tx *db.Tx) error { return js.Messages.Tell(ctx, tx, note) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// Layered is a place with a layer of its own for a journey.
type Layered struct {
	Node  org.Node
	Since string
	Ops   int
	Waits int // news without an answer
}
