package ui

// OutboxProps is what the script needs so that forms with data-i-utkorg work without network: what they send is kept
// in the phone until the server has said what became of it (package offline, assets/utan-nat.js). Everything in it
// ends as a data attribute. It is never put on a page that is shown on a device of several people.
type OutboxProps struct {
	Send   string   // where batches are sent
	Who    string   // the person, in words that mean nothing to others: the next on the phone sends nothing of theirs
	Key    string   // what the kept pages are about: a course day, a meeting
	Part   string   // the part of it that the page shows, as it stands in the field "pass"; "" when there are none
	Until  string   // when kept pages are thrown away: offline.NightAfter
	Pages  []string // what is kept for use without network, and kept anew each time something was sent
	Still  []string // what is kept once: pages that hold nothing of what is sent
	Scope  string   // the folder under which the worker shows kept pages
	Worker string   // the worker's address
	SignIn string   // where one signs in again and comes back
	Closed bool     // nothing can be noted any more: what is kept is thrown away
	Offer  bool     // the page offers to keep itself
}
