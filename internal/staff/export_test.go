package staff

// What tests hold against the keys of the database.
const (
	Untraced        = untraced
	SelectFreeNodes = selectFreeNodes
)
