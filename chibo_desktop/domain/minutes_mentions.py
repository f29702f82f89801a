"""Who was commended or reminded and what was asked for, as the minutes say it (biểu dương, nhắc nhở, kiến nghị)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.paper import Block, Bullet, Paragraph
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.wording import DOTS, comrade, comrades, counted, lines_of


def praise_and_reminders(mentions: Sequence[Mention], known: Mapping[bytes, str]) -> list[Block]:
    """Return who was commended and who was reminded, each with the reason (item 6, part III of the minutes)."""
    blocks: list[Block] = []
    for kind, lead in ((MentionKind.COMMENDATION, "Biểu dương:"), (MentionKind.REMINDER, "Nhắc nhở, phê bình:")):
        own = [mention for mention in mentions if mention.kind is kind and mention.member_id in known]
        said = []
        for mention in own:
            reason = _flat(mention.text)
            said.append(comrade(known[mention.member_id]) + (f" ({reason})" if reason else ""))
        if said:
            blocks.append(Bullet(f"{comrades(len(said))}: {'; '.join(said)}.", lead))
    return blocks


def proposed(proposals: Sequence[Proposal]) -> list[Block]:
    """Return what was asked for, by whom, and how far the answer is."""
    blocks: list[Block] = [Paragraph(f"Có {counted(len(proposals))} kiến nghị:")] if proposals else []
    for proposal in proposals:
        asked = _flat(proposal.text)
        answer = _flat(proposal.answer)
        if proposal.state is ProposalState.ANSWERED:
            asked += f". Trả lời: {answer}" if answer else ". Đã trả lời tại cuộc họp"
        elif proposal.state is ProposalState.FORWARDED:
            asked += f". Chuyển cấp trên: {answer}" if answer else ". Chi bộ chuyển cấp trên xem xét"
        who = clean_line(proposal.by)
        named = comrade(who) if proposal.member_id is not None else who
        blocks.append(Bullet(f"{asked}.", f"{named or f'Đ/c {DOTS}'}:"))
    return blocks


def _flat(text: str) -> str:
    return "; ".join(line.rstrip(".;") for line in lines_of(text))
