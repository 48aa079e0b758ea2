"""What the town publishes on its portal, and who may edit it.

Owns banners and the groups that open Wagtail's page tree to the editors of a body.
Refuses a banner that ends before it starts. States `BannerPublished`, `BannerWithdrawn`.
Follows the roles of accounts: an editor or administrator of a body edits its pages, an agent named for a section edits
it alone and has it read, nobody else does. States `SectionEditorNamed`, `SectionEditorRemoved`.
"""
