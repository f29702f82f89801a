"""Who uses the book: each with a name, a role and a way of opening of their own (người dùng sổ)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Id, Record, Title, kind


class AccountRole(Enum):
    """What somebody is to the book."""

    SECRETARY = "secretary"
    """bí thư: everything, users and handover included"""
    DEPUTY_SECRETARY = "deputy_secretary"
    COMMITTEE_MEMBER = "committee_member"
    ASSISTANT = "assistant"
    """người giúp ghi sổ: everything but what is sealed"""
    OFFICER = "officer"
    """cán bộ văn phòng đảng ủy, in an office's book"""


MAY_READ_SEALED = frozenset({AccountRole.SECRETARY, AccountRole.DEPUTY_SECRETARY, AccountRole.COMMITTEE_MEMBER})
"""bí thư, phó bí thư, chi ủy viên read criticism and self-criticism"""
MAY_MANAGE = frozenset({AccountRole.SECRETARY, AccountRole.OFFICER})


@kind("account")
class Account(Record, frozen=True, kw_only=True):
    """One user of the book; the password stands in the key slots, never here."""

    name: Title
    role: AccountRole
    member_id: Id | None = None
    since: date
    until: date | None = None
    """the last day; whose account has ended has no key slot any more"""
